using System.CommandLine;
using CxOrchestrator.Api.Keys;

namespace CxOrchestrator.Cli.Keys;

/// <summary><c>cx keys list | add | rotate | remove</c></summary>
internal static class KeysCommand
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    private static readonly Option<string> To = new("--to", "-t") { Description = "Address of the gateway.", DefaultValueFactory = _ => "http://127.0.0.1:5080", Recursive = true };
    private static readonly Option<string?> Account = new("--account", "-a") { Description = "An administrator's account. Default: the account the gateway uses when nobody signs in.", Recursive = true };
    private static readonly Option<string?> Password = new("--password-file") { Description = "File with the account's password, where the gateway asks for one; - reads standard input.", Recursive = true };
    private static readonly Option<string?> Code = new("--code") { Description = "Code of the account's authenticator app, or a recovery code, where the account has a second factor.", Recursive = true };

    static KeysCommand() => To.Validators.Add(result =>
    {
        if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            result.AddError("--to is an address such as http://127.0.0.1:5080.");
        }
    });

    public static Command Create() => new("keys", "Keys with which machines send touchpoints to a gateway, and AI assistants ask it: list, make, rotate and remove them.")
    {
        To, Account, Password, Code, List(), Add(), Rotate(), Remove(),
    };

    private static Command List()
    {
        var command = new Command("list", "List keys with their sources, and when they expire and were used last.");
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, (keys, cancel) => keys.ListAsync(cancel), cancellationToken));
        return command;
    }

    private static Command Add()
    {
        var name = Name();
        var sources = new Option<string[]>("--source", "-s") { Description = "A source that it may send for; several may be given. One that ends with * matches every source that begins with it.", DefaultValueFactory = _ => [] };
        var scopes = new Option<string[]>("--scope") { Description = "What it may do: touchpoints (the default), or assistant, with assistant-draft and personal-data; several may be given.", DefaultValueFactory = _ => ["touchpoints"] };
        var days = Days();
        var command = new Command("add", "Make a key. Its secret is printed once, on a line of its own.") { name, sources, scopes, days };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed,
            (keys, cancel) => keys.AddAsync(new NewApiKey { Name = parsed.GetValue(name)!, Sources = parsed.GetValue(sources)!, Scopes = parsed.GetValue(scopes)!, ExpiresAt = In(parsed.GetValue(days)) }, cancel),
            cancellationToken));
        return command;
    }

    private static Command Rotate()
    {
        var name = Name();
        var days = Days();
        var keep = new Option<double?>("--keep-days") { Description = "For how many days the secret before stays valid. Default: 7." };
        NotNegative(keep);
        var command = new Command("rotate", "Make a new secret of a key and print it once; the one before stays valid for a time.") { name, days, keep };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed,
            (keys, cancel) => keys.RotateAsync(parsed.GetValue(name)!, new KeyRotation { EarlierUntil = In(parsed.GetValue(keep)), ExpiresAt = In(parsed.GetValue(days)) }, cancel),
            cancellationToken));
        return command;
    }

    private static Command Remove()
    {
        var name = Name();
        var secret = new Option<string?>("--secret") { Description = "Only the secret with this id, as list shows it. Default: all of the key." };
        var command = new Command("remove", "Remove a key: what is sent with it is refused within seconds.") { name, secret };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, (keys, cancel) => keys.RemoveAsync(parsed.GetValue(name)!, parsed.GetValue(secret), cancel), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<KeyCalls, CancellationToken, Task<bool>> run, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(parsed.GetValue(To)!), Timeout = AnswerWithin };
        var session = new GatewaySession(http, Console.Error);
        try
        {
            var password = await GatewaySession.SecretAsync(parsed.GetValue(Password), cancellationToken);
            return await session.SignInAsync(parsed.GetValue(Account), password, parsed.GetValue(Code), cancellationToken) && await run(new KeyCalls(http, session, Console.Out), cancellationToken)
                ? ExitCodes.Done
                : ExitCodes.Errors;
        }
        catch (HttpRequestException exception)
        {
            await Console.Error.WriteLineAsync($"cx: {http.BaseAddress} cannot be reached: {exception.Message}");
            return ExitCodes.Errors;
        }
    }

    private static Argument<string> Name() => new("name") { Description = "Name of the key: letters, digits, dots, dashes and underscores." };

    private static Option<double?> Days()
    {
        var days = new Option<double?>("--days") { Description = "In how many days the secret expires, up to five years. Default: 365." };
        NotNegative(days);
        return days;
    }

    private static void NotNegative(Option<double?> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double?>() is { } value && !(value >= 0 && value <= 5 * 366))
        {
            result.AddError($"{option.Name} is a number of days from 0 to 1,830.");
        }
    });

    private static DateTimeOffset? In(double? days) => days is { } some ? TimeProvider.System.GetUtcNow().AddDays(some) : null;
}
