using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Api.Learning;
using CxOrchestrator.Backtests;
using CxOrchestrator.Gateway.Backtests;
using CxOrchestrator.Gateway.Running;
using CxOrchestrator.Learn.Suggesting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Learning;

/// <summary>Searches recorded touchpoints for waits that warn of an outcome, one search after the other.</summary>
internal sealed class WarningSearchRunner(
    IWarningSearchStore store, IRecordedHistory history, IReadModel readModel, DefinitionHost definitions, BacktestSets sets, TimeProvider clock, ILogger<WarningSearchRunner> logger)
    : RunQueue<WarningSearchRun>(store, WaitingMax, clock, logger)
{
    /// <summary>Most searches that wait.</summary>
    public const int WaitingMax = 10;

    /// <summary>Most customers that are read; of more, some are drawn.</summary>
    public const int CustomersMax = 200_000;

    private const string JourneyKind = "journey";

    protected override async Task<string> ReportAsync(WarningSearchRun run, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var published = definitions.Published;
        var total = (await readModel.StatusAsync(cancellationToken)).Customers;
        var readings = definitions.Current.Set.Journeys.Where(j => run.View.Journey is null || j.Id == run.View.Journey).Select(j => new RunReading(j, run.Outcome)).ToList();
        if (readings.Count == 0)
        {
            throw new InvalidDataException("No journey is published. Publish one, and search again.");
        }

        run.Step(WarningSearchRun.ReadingStep, Math.Min(total, CustomersMax));
        var customers = 0L;
        await foreach (var touchpoints in CustomersAsync(total, cancellationToken))
        {
            readings.ForEach(r => r.Add(touchpoints));
            customers++;
            run.CustomerDone();
        }

        var reading = readings.MaxBy(r => r.Known)!;
        run.Step(WarningSearchRun.SearchingStep, null);
        var found = RuleSearch.Run(reading, run.View.Days, run.View.Precision, cancellationToken);
        var document = published?.Documents.FirstOrDefault(d => d.Kind == JourneyKind && d.Id == reading.Journey.Id)
            ?? throw new InvalidDataException($"The journey {reading.Journey.Id} was published while the search began. Search again.");
        var report = new WarningSearchReport
        {
            Journey = reading.Journey.Id,
            JourneyName = reading.Journey.Name,
            JourneyVersion = document.Version,
            Touchpoints = reading.Touchpoints,
            Customers = customers,
            Sampled = total > CustomersMax,
            Instances = found.Instances,
            Bad = found.Bad,
            Tried = found.Tried,
            Front = [.. found.Front.Select(f => View(f, document.Text))],
            Proposed = found.Proposed is { } proposed ? View(proposed, document.Text) : null,
            Later = found.Later is { } later ? View(later) : null,
            Reason = Reason(found, run.View),
        };
        if (report.Proposed is not null)
        {
            report = await TriedAsync(run, report, reading.Journey.InstanceBy, total, cancellationToken);
        }

        return JsonSerializer.Serialize(report, ApiJson.Default.WarningSearchReport);
    }

    // Both sets through the core, customer by customer.
    private async Task<WarningSearchReport> TriedAsync(WarningSearchRun run, WarningSearchReport report, string? instanceBy, long total, CancellationToken cancellationToken)
    {
        var tried = await sets.ReadAsync([new BacktestDocument { Kind = JourneyKind, Id = report.Journey, Text = report.Proposed!.Document }], cancellationToken);
        if (tried.After is not { } after)
        {
            throw new InvalidDataException($"The proposal does not fit the published documents: {tried.Errors.Select(e => e.Message).FirstOrDefault()}");
        }

        var trials = (CompiledDefinitions[])[tried.Before, after];
        var both = Array.ConvertAll(trials, d => new WarningTrial(d, instanceBy, run.Outcome));
        run.Step(WarningSearchRun.TryingStep, report.Customers);
        await foreach (var touchpoints in CustomersAsync(total, cancellationToken))
        {
            Array.ForEach(both, t => t.Add(touchpoints));
            run.CustomerDone();
        }

        return report with { Published = View(both[0].Figures(run.View.Days)), WithProposal = View(both[1].Figures(run.View.Days)) };
    }

    /// <summary>Each customer's touchpoints, in the order of time.</summary>
    private async IAsyncEnumerable<IReadOnlyList<Touchpoint>> CustomersAsync(long total, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in new HistoryCustomers(history, total).BatchesAsync(cancellationToken))
        {
            foreach (var customer in batch.Where(c => IsDrawn(c.Key, total)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return [.. customer.Bodies.Select(customer.Read).OfType<Touchpoint>().OrderBy(t => t.At)];
            }
        }
    }

    /// <summary>All, or as many of them by a hash as may be read.</summary>
    internal static bool IsDrawn(string key, long total) =>
        total <= CustomersMax || XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(key)) / (double)ulong.MaxValue < (double)CustomersMax / total;

    private static string? Reason(Suggestion found, WarningSearchView asked) =>
        found.Tried == 0
            ? $"Too few outcomes to learn from: it needs at least {RuleSearch.OutcomesMin} instances with the outcome and as many without it, and there are {Whole(found.Bad)} and {Whole(found.Instances - found.Bad)}."
            : found.Proposed is null
                ? string.Create(CultureInfo.InvariantCulture, $"Of {found.Tried:N0} waits none reaches a precision of {asked.Precision:0.##} with half of the warnings {asked.Days:0.#} days ahead. Ask for less, as the table shows.")
                : null;

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static WarningRulesView View(RuleSet set, string journey) => new()
    {
        Rules = [.. set.Rules.Select(r => r.Name)],
        Figures = View(set.Figures),
        Document = Proposal.Apply(journey, set.Rules),
    };

    private static WarningFiguresView View(WarningFigures figures) => new()
    {
        Instances = figures.Instances,
        Bad = figures.Bad,
        Right = figures.Right,
        Wrong = figures.Wrong,
        Precision = figures.Precision,
        Recall = figures.Recall,
        F1 = figures.F1,
        MedianDays = figures.MedianDays,
        EarlyRecall = figures.EarlyRecall,
    };
}
