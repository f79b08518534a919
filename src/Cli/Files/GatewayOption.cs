using System.CommandLine;

namespace CxOrchestrator.Cli.Files;

/// <summary>The options by which a command of files reaches a gateway.</summary>
internal sealed class GatewayOption
{
    // A large file takes its time.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromHours(6);

    private readonly Option<string> _to = new("--to", "-t") { Description = "Address of the gateway.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
    private readonly Option<string?> _account = new("--account", "-a") { Description = "Account to sign in with. Default: the account the gateway uses when nobody signs in." };
    private readonly Option<string?> _password = new("--password-file") { Description = "File with the account's password, where the gateway asks for one; - reads standard input." };
    private readonly Option<string?> _code = new("--code") { Description = "Code of the account's authenticator app, or a recovery code, where the account has a second factor." };

    public void AddTo(Command command)
    {
        _to.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                result.AddError("--to is an address such as http://127.0.0.1:5080.");
            }
        });
        command.Add(_to);
        command.Add(_account);
        command.Add(_password);
        command.Add(_code);
    }

    public async Task<int> RunAsync(ParseResult parsed, Func<FileCalls, CancellationToken, Task<bool>> run, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(parsed.GetValue(_to)!), Timeout = AnswerWithin };
        var session = new GatewaySession(http, Console.Error);
        try
        {
            var password = await GatewaySession.SecretAsync(parsed.GetValue(_password), cancellationToken);
            return await session.SignInAsync(parsed.GetValue(_account), password, parsed.GetValue(_code), cancellationToken)
                && await run(new FileCalls(http, session, Console.Out, Console.Error), cancellationToken)
                ? ExitCodes.Done
                : ExitCodes.Errors;
        }
        catch (HttpRequestException exception)
        {
            await Console.Error.WriteLineAsync($"cx: {parsed.GetValue(_to)} cannot be reached: {exception.Message}");
            return ExitCodes.Errors;
        }
    }
}
