using System.CommandLine;

namespace CxOrchestrator.Cli.Send;

/// <summary><c>cx send FILE --to URL</c></summary>
internal static class SendCommand
{
    private const double RateMin = 0.001;
    private const double RateMax = 1_000_000;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Touchpoints in the native form, one JSON object a line; - reads standard input." };
        var to = new Option<string>("--to", "-t") { Description = "Address of the gateway.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var rate = new Option<double?>("--rate", "-r") { Description = "Touchpoints a second, 0.001 to 1,000,000. Default: as fast as it goes." };
        var batch = new Option<int>("--batch", "-b") { Description = "Touchpoints in a request, 1 to 10,000.", DefaultValueFactory = _ => 200 };
        var parallel = new Option<int>("--parallel", "-p") { Description = "Requests under way at once, 1 to 64; a customer's touchpoints keep their order.", DefaultValueFactory = _ => 4 };
        var from = new Option<long>("--from") { Description = "First line to send, from 1: goes on where an earlier run stopped.", DefaultValueFactory = _ => 1 };
        var refused = new Option<string?>("--refused") { Description = "File for the refused lines with what is wrong with each, as JSON lines." };
        var acknowledged = new Option<string?>("--acknowledged") { Description = "File for the numbers of the lines that the gateway took, written after each request." };
        var key = new Option<string?>("--key-file") { Description = "File with a key, where the gateway asks for one; cx keys add makes it." };
        to.Require(v => Uri.TryCreate(v, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"), "--to is an address such as http://127.0.0.1:5080.");
        rate.Require(v => v is null or (>= RateMin and <= RateMax), $"--rate is from {RateMin} to {RateMax:N0} touchpoints a second.");
        from.Require(v => v >= 1, "--from is the number of a line, from 1.");
        batch.Require(v => v is >= 1 and <= 10_000, "--batch is from 1 to 10,000.");
        parallel.Require(v => v is >= 1 and <= 64, "--parallel is from 1 to 64.");
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
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };
            if (await GatewaySession.SecretAsync(parsed.GetValue(key), cancellationToken) is { } secret)
            {
                http.DefaultRequestHeaders.Add("Authorization", $"Bearer {secret.Trim()}");
            }

            return await new Sending(options, http, TimeProvider.System, Console.Out, Console.Error).RunAsync(cancellationToken);
        });
        return command;
    }
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
