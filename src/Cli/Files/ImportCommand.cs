using System.CommandLine;

namespace CxOrchestrator.Cli.Files;

/// <summary><c>cx import --source CONNECTION --in FILE</c></summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var source = new Option<string>("--source", "-s") { Description = "Id of the published connection whose touchpoints the rows become.", Required = true };
        var input = new Option<string>("--in", "-i") { Description = "File with rows: .csv, .tsv, .jsonl, .ndjson or .parquet; of text also .gz.", Required = true };
        var gateway = new GatewayOption();
        var command = new Command("import", "Import a file through a gateway and wait until its rows are in the log. Rejected rows are printed.") { source, input };
        gateway.AddTo(command);
        command.SetAction((parsed, cancellationToken) => gateway.RunAsync(parsed, (calls, cancel) => calls.ImportAsync(parsed.GetValue(source)!, parsed.GetValue(input)!, cancel), cancellationToken));
        return command;
    }
}
