using System.CommandLine;

namespace CxOrchestrator.Cli.Send;

/// <summary><c>cx send FILE --to URL</c></summary>
internal static class SendCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Touchpoints in the native form, one JSON object a line; - reads standard input." };
        var to = new Option<string>("--to", "-t") { Description = "Address of the gateway.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var rate = new Option<double?>("--rate", "-r") { Description = "Touchpoints a second. Default: as fast as it goes." };
        var batch = new Option<int>("--batch", "-b") { Description = "Touchpoints in a request, 1 to 10,000.", DefaultValueFactory = _ => 200 };
        var parallel = new Option<int>("--parallel", "-p") { Description = "Requests under way at once, 1 to 64; a customer's touchpoints keep their order.", DefaultValueFactory = _ => 4 };
        var from = new Option<long>("--from") { Description = "First line to send, from 1: goes on where an earlier run stopped.", DefaultValueFactory = _ => 1 };
        var refused = new Option<string?>("--refused") { Description = "File for the refused lines with what is wrong with each, as JSON lines." };
        var acknowledged = new Option<string?>("--acknowledged") { Description = "File for the numbers of the lines that the gateway took, written after each request." };
        var key = new Option<string?>("--key-file") { Description = "File with a key, where the gateway asks for one; cx keys add makes it." };
        to.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                result.AddError("--to is an address such as http://127.0.0.1:5080.");
            }
        });
        AtLeast(batch, 1, 10_000);
        AtLeast(parallel, 1, 64);
        var command = new Command("send", "Stream a file of touchpoints to a gateway, with progress. Waits and repeats where the gateway is busy or away: sending twice is safe, each touchpoint is applied once.")
        {
            file, to, rate, batch, parallel, from, refused, acknowledged, key,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new SendOptions
            {
                File = parsed.GetValue(file)!,
                To = new Uri(parsed.GetValue(to)!),
                Rate = parsed.GetValue(rate),
                Batch = parsed.GetValue(batch),
                Parallel = parsed.GetValue(parallel),
                From = parsed.GetValue(from),
                Refused = parsed.GetValue(refused),
                Acknowledged = parsed.GetValue(acknowledged),
            };
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
            if (await GatewaySession.SecretAsync(parsed.GetValue(key), cancellationToken) is { } secret)
            {
                http.DefaultRequestHeaders.Add("Authorization", $"Bearer {secret.Trim()}");
            }

            return await new Sending(options, http, TimeProvider.System, Console.Out, Console.Error).RunAsync(cancellationToken);
        });
        return command;
    }

    private static void AtLeast(Option<int> option, int min, int max) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && (value < min || value > max))
        {
            result.AddError($"{option.Name} is from {min:N0} to {max:N0}.");
        }
    });
}

internal sealed record SendOptions
{
    public required string File { get; init; }

    public required Uri To { get; init; }

    /// <summary>Touchpoints a second; null: as fast as it goes.</summary>
    public double? Rate { get; init; }

    public int Batch { get; init; } = 200;

    public int Parallel { get; init; } = 4;

    public long From { get; init; } = 1;

    public string? Refused { get; init; }

    public string? Acknowledged { get; init; }
}
