using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Simulate;

/// <summary><c>cx simulate --definitions DIR --events FILE --out DIR [--until TIME]</c></summary>
internal static class SimulateCommand
{
    /// <summary>Lines between two looks at the clock for the progress.</summary>
    private const int ProgressEvery = 20_000;

    public static Command Create()
    {
        var definitions = new Option<string>("--definitions", "-d") { Description = "Folder or file with journeys and policies.", Required = true };
        var events = new Option<string>("--events", "-e") { Description = "Touchpoints in the native form, one JSON object a line; - reads standard input.", Required = true };
        var output = new Option<string>("--out", "-o") { Description = "Folder for low-points.jsonl, actions.jsonl, decisions.jsonl, refused.jsonl and summary.json; made where it is missing.", Required = true };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Virtual time at which to stop, RFC 3339. Default: when the last timer has fired." };
        var command = new Command("simulate", "Run touchpoints through the core in virtual time: what would have opened, fired and been held. The same files on every run, but for the measured part of summary.json.")
        {
            definitions, events, output, until,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(definitions)!, parsed.GetValue(events)!, parsed.GetValue(output)!, parsed.GetValue(until), Console.Out, Console.Error, cancellationToken)));
        return command;
    }

    internal static int Run(
        string definitions, string events, string output, DateTimeOffset? until, TextWriter say, TextWriter errors, CancellationToken cancellationToken)
    {
        var read = DefinitionReader.Read(Documents.Read([definitions]));
        if (read.Set is not { } set)
        {
            foreach (var error in read.Errors)
            {
                errors.WriteLine(error);
            }

            return ExitCodes.Errors;
        }

        Directory.CreateDirectory(output);
        using var results = new Results(output);
        var simulator = new Simulator(new CompiledDefinitions(set), results);
        using var lines = new Lines(events == "-" ? Console.OpenStandardInput() : File.OpenRead(events));
        using var progress = new Progress(errors);
        var watch = Stopwatch.StartNew();
        while (lines.Next())
        {
            var reading = TouchpointJson.Read(lines.Current.Span);
            if (reading.Touchpoint is not { } touchpoint)
            {
                results.Refused(lines.Number, reading.Errors);
            }
            else if (until is null || touchpoint.At <= until)
            {
                simulator.Apply(touchpoint);
            }

            if (lines.Number % ProgressEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Show(() => string.Create(CultureInfo.InvariantCulture, $"{lines.Number:N0} lines, {lines.Number / watch.Elapsed.TotalSeconds:N0}/s, at {simulator.Now:yyyy-MM-dd}"));
            }
        }

        simulator.Finish(until);
        results.Finish(simulator, watch.Elapsed);
        progress.Clear();
        say.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{simulator.Counts.Touchpoints:N0} touchpoints of {simulator.Counts.Customers:N0} customers in {watch.Elapsed.TotalSeconds:F1} s ({simulator.Counts.Touchpoints / watch.Elapsed.TotalSeconds:N0}/s): {simulator.Counts.LowPoints:N0} low points, {results.Actions:N0} actions, {results.RefusedLines:N0} refused lines, {simulator.Counts.Duplicates:N0} duplicates."));
        return ExitCodes.Done;
    }
}
