using System.CommandLine;

namespace CxOrchestrator.Cli;

/// <summary><c>cx health</c>: what containers ask whether a gateway or a silo can do its work.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(8);

    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "Address of the gateway or silo.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        to.Require(v => Uri.TryCreate(v, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"), "--to is an address such as http://127.0.0.1:5080.");
        var command = new Command("health", "Ask a gateway or silo whether it is ready; exits with 0 where it is.") { to };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var http = new HttpClient { Timeout = Within };
            return await RunAsync(http, parsed.GetValue(to)!, Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    public static async Task<int> RunAsync(HttpClient http, string to, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(new Uri(to), "/health/ready"), cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            await (answer.IsSuccessStatusCode ? output : errors).WriteLineAsync(text);
            return answer.IsSuccessStatusCode ? ExitCodes.Done : ExitCodes.Errors;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await errors.WriteLineAsync($"cx: {to} does not answer: {exception.Message}");
            return ExitCodes.Errors;
        }
    }
}
