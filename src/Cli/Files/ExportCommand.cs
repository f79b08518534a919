using System.CommandLine;

namespace CxOrchestrator.Cli.Files;

/// <summary><c>cx export touchpoints | decisions | metrics --output FILE</c></summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "touchpoints, decisions or metrics." };
        what.AcceptOnlyFromAmong("touchpoints", "decisions", "metrics");
        var output = new Option<string>("--output", "-o") { Description = "File to write. An existing file is replaced.", Required = true };
        var from = new Option<DateTimeOffset?>("--from") { Description = "Those at this time or later, RFC 3339." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Those before this time, RFC 3339." };
        var gateway = new GatewayOption();
        var command = new Command("export", "Write what a gateway's installation stores as a Parquet file.") { what, output, from, until };
        gateway.AddTo(command);
        command.SetAction((parsed, cancellationToken) => gateway.RunAsync(
            parsed, (calls, cancel) => calls.ExportAsync(parsed.GetValue(what)!, parsed.GetValue(from), parsed.GetValue(until), parsed.GetValue(output)!, cancel), cancellationToken));
        return command;
    }
}
