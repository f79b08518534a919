using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CxOrchestrator.Backtests.Files;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Simulate;

/// <summary><c>cx simulate --definitions DIR --events FILE --out DIR [--until TIME]</c></summary>
internal static class SimulateCommand
{
    /// <summary>Lines between two looks at the clock for the progress.</summary>
    private const int ProgressEvery = 20_000;

    /// <summary>Customers between two looks at the clock.</summary>
    private const int CustomersEvery = 1_000;

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
        var documents = Documents.Read([definitions], errors);
        if (documents.IsEmpty)
        {
            errors.WriteLine($"cx: there are no *.yaml or *.yml files in {definitions}.");
            return ExitCodes.Errors;
        }

        var read = DefinitionReader.Read(documents);
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
        using var file = EventFile.Open(events);
        using var progress = new Progress(errors);
        var watch = Stopwatch.StartNew();
        var schedule = new Schedule(file.Expected);
        var later = false;
        while (file.Next(out var offset, out var length))
        {
            var line = file.Line(offset, length);
            if (TouchpointJson.TryPeek(line, out var customer, out var at) && (until is null || at <= until))
            {
                schedule.Add(file.Number, offset, length, customer, at);
            }
            else if (TouchpointJson.ReadStored(line) is var reading && reading.Touchpoint is not { } touchpoint)
            {
                results.Refused(file.Number, reading.Errors);
            }
            else if (touchpoint.At > until)
            {
                later = true;
            }
            else
            {
                // Written in a way that a look at the bytes does not see through: with escapes.
                schedule.Add(file.Number, offset, length, Encoding.UTF8.GetBytes(touchpoint.Customer.Value), touchpoint.At);
            }

            if (file.Number % ProgressEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Show(() => string.Create(CultureInfo.InvariantCulture, $"reading: {file.Number:N0} lines, at {schedule.Now:yyyy-MM-dd}"));
            }
        }

        schedule.Close();
        var run = new ByCustomer(file, schedule, new CompiledDefinitions(set), results, until);
        run.Run(customers =>
        {
            if (customers % CustomersEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Show(() => string.Create(CultureInfo.InvariantCulture, $"simulating: {100.0 * customers / schedule.Customers:N0} % of {schedule.Customers:N0} customers"));
            }
        });
        results.WriteLines();
        results.WriteSummary(run.Counts, run.Limits, watch.Elapsed);
        progress.Clear();
        say.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Counts.Touchpoints:N0} touchpoints of {run.Counts.Customers:N0} customers in {watch.Elapsed.TotalSeconds:F1} s ({run.Counts.Touchpoints / watch.Elapsed.TotalSeconds:N0}/s): {run.Counts.LowPoints:N0} low points, {results.Actions:N0} actions, {results.RefusedLines:N0} refused lines, {run.Counts.Duplicates:N0} duplicates."));
        if (results.UnreadValues > 0)
        {
            say.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results.UnreadValues:N0} values could not be read as documents mean them; unread.jsonl says which and why."));
        }

        if (run.Counts.Touchpoints == 0 && results.RefusedLines > 0 && !later)
        {
            errors.WriteLine($"cx: no line of {events} is a touchpoint; see {Path.Combine(output, "refused.jsonl")}.");
            return ExitCodes.Errors;
        }

        return ExitCodes.Done;
    }
}
