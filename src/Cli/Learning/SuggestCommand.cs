using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CxOrchestrator.Definitions;
using CxOrchestrator.Learn.Suggesting;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Cli.Learning;

/// <summary><c>cx learn suggest --definitions DIR --events FILE --outcome TEXT --out DIR [--days 7] [--precision 0.75] [--journey ID]</c></summary>
internal static class SuggestCommand
{
    public static Command Create()
    {
        var definitions = new Option<string>("--definitions", "-d") { Description = "Folder or file with the documents that are published: the whole set.", Required = true };
        var events = new Option<string>("--events", "-e") { Description = "Touchpoints in the native form, one JSON object a line; - reads standard input.", Required = true };
        var outcome = new Option<string>("--outcome") { Description = "What to warn of: a type of touchpoint with conditions, like 'review.submitted where csat atMost 2'.", Required = true };
        var days = new Option<double>("--days") { Description = "Days before the outcome that half of the right warnings come at least.", DefaultValueFactory = _ => 7 };
        var precision = new Option<double>("--precision") { Description = "Share of warnings that have to be right, 0 to 1.", DefaultValueFactory = _ => 0.75 };
        var journey = new Option<string?>("--journey") { Description = "Id of the journey. Default: the one with the most known outcomes." };
        var output = new Option<string>("--out", "-o") { Description = "Folder for the documents with the proposed expectations; made where it is missing.", Required = true };
        days.Require(d => d is >= 0 and <= 365, "--days goes from 0 to 365.");
        precision.Require(p => p is >= 0 and <= 1, "--precision goes from 0 to 1.");
        var command = new Command(
            "suggest",
            "Search expectations that warn of an outcome days before it, and write the documents that have them. The rules are searched on the first two thirds of the time and tried on the last; then all touchpoints are run through the core with the documents as they are and as proposed.")
        {
            definitions, events, outcome, days, precision, journey, output,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(new SuggestRun(Console.Out, Console.Error, cancellationToken).Run(
            parsed.GetValue(definitions)!, parsed.GetValue(events)!, parsed.GetValue(outcome)!, parsed.GetValue(days), parsed.GetValue(precision), parsed.GetValue(journey), parsed.GetValue(output)!)));
        return command;
    }
}

/// <summary>One run of <c>cx learn suggest</c>.</summary>
internal sealed class SuggestRun(TextWriter say, TextWriter errors, CancellationToken cancellationToken)
{
    public int Run(string definitions, string events, string outcome, double days, double precision, string? journey, string output)
    {
        if (OutcomeText.Parse(outcome, out var why) is not { } match)
        {
            return Refuse($"--outcome: {why}.");
        }

        var read = DefinitionReader.Read(Documents.Read([definitions], errors));
        if (read.Set is not { } set)
        {
            foreach (var error in read.Errors)
            {
                errors.WriteLine(error);
            }

            return ExitCodes.Errors;
        }

        var watch = Stopwatch.StartNew();
        using var progress = new Progress(errors);
        using var recorded = RecordedTouchpoints.Open(events, progress, cancellationToken);
        if (Reading(set, match, journey, recorded, progress, out why) is not { } reading)
        {
            progress.Clear();
            return Refuse(why);
        }

        progress.Show(() => "searching");
        var found = RuleSearch.Run(reading, days, precision, cancellationToken);
        progress.Clear();
        say.WriteLine(Line($"{recorded.Count:N0} touchpoints of {recorded.Customers:N0} customers; {found.Instances:N0} instances of '{reading.Journey.Id}' whose outcome is known, {found.Bad:N0} of them bad ({Percent(found.Instances == 0 ? 0 : (double)found.Bad / found.Instances)})."));
        if (recorded.Refused > 0)
        {
            say.WriteLine(Line($"{recorded.Refused:N0} lines are no touchpoints and were passed over."));
        }

        if (found.Tried == 0)
        {
            return Refuse($"too few outcomes to learn from: it needs at least {RuleSearch.OutcomesMin} instances that are bad, and as many that are not.");
        }

        SayFront(found, days);
        if (found.Proposed is not { } proposed)
        {
            return Refuse(Line($"of {found.Tried:N0} rules none reaches a precision of {precision:0.##} with half of the warnings {days:0.#} days ahead. Ask for less, as the front shows."));
        }

        say.WriteLine();
        say.WriteLine("Proposed:");
        foreach (var rule in proposed.Rules)
        {
            say.WriteLine($"  {rule.Name}");
        }

        var changed = Write(read, reading.Journey.Id, proposed, output);
        if (changed is null)
        {
            return ExitCodes.Errors;
        }

        var now = Try(set, reading.Journey.InstanceBy, match, recorded, days, "trying the documents as they are", progress);
        var then = Try(changed, reading.Journey.InstanceBy, match, recorded, days, "trying the proposal", progress);
        progress.Clear();
        say.WriteLine();
        Say("rules, first two thirds", proposed.Figures, days);
        Say("rules, last third", found.Later!, days);
        Say("documents as they are", now, days);
        Say("documents as proposed", then, days);
        say.WriteLine();
        say.WriteLine(Line($"The documents are in {output}. {found.Tried:N0} rules tried in {watch.Elapsed.TotalSeconds:F1} s."));
        return ExitCodes.Done;
    }

    private RunReading? Reading(DefinitionSet set, TouchpointMatch outcome, string? journey, RecordedTouchpoints recorded, Progress progress, out string why)
    {
        var readings = set.Journeys.Where(j => journey is null || j.Id == journey).Select(j => new RunReading(j, outcome)).ToList();
        if (readings.Count == 0)
        {
            why = journey is null ? "the documents have no journey." : $"there is no journey '{journey}'; there are {string.Join(", ", set.Journeys.Select(j => j.Id))}.";
            return null;
        }

        foreach (var touchpoints in recorded.ByCustomer("reading", progress, cancellationToken))
        {
            readings.ForEach(r => r.Add(touchpoints));
        }

        why = "";
        return readings.MaxBy(r => r.Known);
    }

    // The set with the proposal; null where it cannot be read.
    private DefinitionSet? Write(ReadResult read, string journey, RuleSet proposed, string output)
    {
        Directory.CreateDirectory(output);
        var documents = new List<DocumentSource>();
        foreach (var document in read.Documents)
        {
            var text = document.Kind == "journey" && document.Id == journey ? Proposal.Apply(document.Source.Text, proposed.Rules) : document.Source.Text;
            documents.Add(new DocumentSource($"{document.Kind}-{document.Id}.yaml", text.TrimStart('\r', '\n')));
        }

        var changed = DefinitionReader.Read(documents);
        foreach (var error in changed.Errors)
        {
            errors.WriteLine(error);
        }

        if (changed.Set is not null)
        {
            foreach (var document in documents)
            {
                File.WriteAllText(Path.Combine(output, document.File), document.Text);
            }
        }

        return changed.Set;
    }

    private WarningFigures Try(DefinitionSet set, string? instanceBy, TouchpointMatch outcome, RecordedTouchpoints recorded, double days, string what, Progress progress)
    {
        var trial = new WarningTrial(new CompiledDefinitions(set), instanceBy, outcome);
        foreach (var touchpoints in recorded.ByCustomer(what, progress, cancellationToken))
        {
            trial.Add(touchpoints);
        }

        return trial.Figures(days);
    }

    private void SayFront(Suggestion found, double days)
    {
        say.WriteLine();
        say.WriteLine(Line($"Precision against days of warning, {found.Tried:N0} rules tried:"));
        say.WriteLine(Line($"  precision  days  recall     F1  {days:0.#} days ahead  rules"));
        foreach (var (rules, figures) in found.Front)
        {
            say.WriteLine(Line($"  {figures.Precision,9:F3}  {figures.MedianDays,4:F1}  {figures.Recall,6:F3}  {figures.F1,5:F3}  {Percent(figures.EarlyRecall),12}  {string.Join("; ", rules.Select(r => r.Name))}"));
        }
    }

    private void Say(string what, WarningFigures figures, double days) => say.WriteLine(
        Line($"  {what,-24} precision {figures.Precision:F3}, recall {figures.Recall:F3}, F1 {figures.F1:F3}, half of the warnings {figures.MedianDays:F1} days ahead; {Percent(figures.EarlyRecall)} warned of {days:0.#} days ahead"));

    private int Refuse(string why)
    {
        errors.WriteLine($"cx: {why}");
        return ExitCodes.Errors;
    }

    private static string Percent(double share) => Line($"{share * 100:F1} %");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
