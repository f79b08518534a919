using System.CommandLine;

namespace CxOrchestrator.Cli.Privacy;

/// <summary><c>cx customers export | erase | erasures | readmit</c></summary>
internal static class CustomersCommand
{
    // A customer of many years is a long file.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(10);

    private static readonly Option<string> To = new("--to", "-t") { Description = "Address of the gateway.", DefaultValueFactory = _ => "http://127.0.0.1:5080", Recursive = true };
    private static readonly Option<string?> Account = new("--account", "-a") { Description = "An administrator's account. Default: the account the gateway uses when nobody signs in.", Recursive = true };
    private static readonly Option<string?> Password = new("--password-file") { Description = "File with the account's password, where the gateway asks for one; - reads standard input.", Recursive = true };
    private static readonly Option<string?> Code = new("--code") { Description = "Code of the account's authenticator app, or a recovery code, where the account has a second factor.", Recursive = true };

    static CustomersCommand() => To.Validators.Add(result =>
    {
        if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            result.AddError("--to is an address such as http://127.0.0.1:5080.");
        }
    });

    public static Command Create() => new("customers", "What is stored of one customer: export it, erase it, let the customer come back.")
    {
        To, Account, Password, Code, Export(), Erase(), Erasures(), Readmit(),
    };

    private static Command Export()
    {
        var customer = Customer();
        var output = new Option<string>("--output", "-o") { Description = "File to write; - writes standard output. An existing file is replaced.", DefaultValueFactory = _ => "-" };
        var command = new Command("export", "Write everything that is stored of a customer as one JSON file.") { customer, output };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, (calls, cancel) => calls.ExportAsync(parsed.GetValue(customer)!, parsed.GetValue(output)!, cancel), cancellationToken));
        return command;
    }

    private static Command Erase()
    {
        var customer = Customer();
        var yes = new Option<bool>("--yes", "-y") { Description = "Erase without asking. It cannot be undone." };
        var command = new Command("erase", "Erase a customer, and wait until everything is removed.") { customer, yes };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, (calls, cancel) => calls.EraseAsync(parsed.GetValue(customer)!, parsed.GetValue(yes), cancel), cancellationToken));
        return command;
    }

    private static Command Erasures()
    {
        var command = new Command("erasures", "List erasures, newest first; they do not say whose they are.");
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, (calls, cancel) => calls.ListAsync(cancel), cancellationToken));
        return command;
    }

    private static Command Readmit()
    {
        var customer = Customer();
        var command = new Command("readmit", "Let an erased customer come back with touchpoints that happened after the erasure.") { customer };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, (calls, cancel) => calls.ReadmitAsync(parsed.GetValue(customer)!, cancel), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<CustomerCalls, CancellationToken, Task<bool>> run, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(parsed.GetValue(To)!), Timeout = AnswerWithin };
        var session = new GatewaySession(http, Console.Error);
        try
        {
            var password = await GatewaySession.SecretAsync(parsed.GetValue(Password), cancellationToken);
            return await session.SignInAsync(parsed.GetValue(Account), password, parsed.GetValue(Code), cancellationToken)
                && await run(new CustomerCalls(http, session, Console.In, Console.Out, Console.Error), cancellationToken)
                ? ExitCodes.Done
                : ExitCodes.Errors;
        }
        catch (HttpRequestException exception)
        {
            await Console.Error.WriteLineAsync($"cx: {parsed.GetValue(To)} cannot be reached: {exception.Message}");
            return ExitCodes.Errors;
        }
    }

    private static Argument<string> Customer() => new("customer") { Description = "The customer's id." };
}
