using System.CommandLine;

namespace CxOrchestrator.Cli.Publish;

/// <summary><c>cx publish DIR --to URL</c></summary>
internal static class PublishCommand
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "Folder whose *.yaml and *.yml files become the whole set." };
        var to = new Option<string>("--to", "-t") { Description = "Address of the gateway.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Only say what would be added, changed and removed, line by line." };
        var takeOver = new Option<bool>("--take-over") { Description = "Also documents that came from a watched folder; they belong to the installation afterwards." };
        var account = new Option<string?>("--account", "-a") { Description = "Who publishes. Default: the account the gateway uses when nobody signs in." };
        var password = new Option<string?>("--password-file") { Description = "File with the account's password, where the gateway asks for one; - reads standard input." };
        var code = new Option<string?>("--code") { Description = "Code of the account's authenticator app, or a recovery code, where the account has a second factor." };
        to.Require(v => Uri.TryCreate(v, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"), "--to is an address such as http://127.0.0.1:5080.");
        var command = new Command("publish", "Publish a folder of documents to a gateway, whole or not at all. Documents that are not in it are retired: see with --dry-run first.")
        {
            folder, to, dryRun, takeOver, account, password, code,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new PublishOptions
            {
                Folder = parsed.GetValue(folder)!,
                To = new Uri(parsed.GetValue(to)!),
                DryRun = parsed.GetValue(dryRun),
                TakeOver = parsed.GetValue(takeOver),
                Account = parsed.GetValue(account),
                Code = parsed.GetValue(code),
                Password = await GatewaySession.SecretAsync(parsed.GetValue(password), cancellationToken),
            };
            using var http = new HttpClient { BaseAddress = options.To, Timeout = AnswerWithin };
            return await new Publisher(http, Console.Out, Console.Error).RunAsync(options, cancellationToken);
        });
        return command;
    }
}
