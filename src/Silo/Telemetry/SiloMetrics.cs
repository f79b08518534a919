using System.Diagnostics.Metrics;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Telemetry;

/// <summary>
/// What a silo counts as it happens: added up per commit and per transaction, never per touchpoint. Counters are this process's own and begin
/// at nothing with it; what holds for the whole installation is in the ledger.
/// </summary>
internal sealed class SiloMetrics
{
    /// <summary>Seconds; a transaction of a busy disk takes some hundredths.</summary>
    private static readonly double[] TimeBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly int[] SizeBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

    private static readonly string[] Outcomes = ["delivered", "retried", "dead"];

    private readonly LedgerSources _sources;
    private readonly Counter<long> _applied;
    private readonly Counter<long> _duplicate;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _erased;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _decided;
    private readonly Counter<long> _answered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _letters;
    private readonly Counter<long> _commits;
    private readonly Histogram<double> _time;
    private readonly Histogram<int> _size;

    public SiloMetrics(IMeterFactory meters, LedgerSources sources)
    {
        _sources = sources;
        Meter = meters.Create(TelemetryNames.Product);
        _applied = Meter.CreateCounter<long>(TelemetryNames.Applied, "{touchpoint}", "Touchpoints applied to their customers here.");
        _duplicate = Meter.CreateCounter<long>(TelemetryNames.Duplicate, "{touchpoint}", "Touchpoints that were known already.");
        _rejected = Meter.CreateCounter<long>(TelemetryNames.Rejected, "{touchpoint}", "Touchpoints that became dead letters.");
        _erased = Meter.CreateCounter<long>(TelemetryNames.Erased, "{touchpoint}", "Touchpoints that came in after their customer was erased.");
        _decisions = Meter.CreateCounter<long>(TelemetryNames.Decisions, "{decision}", "Policies that fired, or whose conditions held and that something held back.");
        _faults = Meter.CreateCounter<long>(TelemetryNames.PolicyFaults, "{fault}", "Times that a policy's conditions could not be decided.");
        _decided = Meter.CreateCounter<long>(TelemetryNames.ActionsDecided, "{action}", "Actions decided.");
        _answered = Meter.CreateCounter<long>(TelemetryNames.ActionsAnswered, "{answer}", "Answers of admission.");
        _failed = Meter.CreateCounter<long>(TelemetryNames.TemplatesFailed, "{action}", "Messages and offers held because their template failed.");
        _sent = Meter.CreateCounter<long>(TelemetryNames.ActionsSent, "{attempt}", "Attempts to send an action, by what came of them.");
        _letters = Meter.CreateCounter<long>(TelemetryNames.DeadLetters, "{letter}", "Inputs that could not be read or applied.");
        _commits = Meter.CreateCounter<long>(TelemetryNames.Commits, "{commit}", "Customers' commits, by what came of them.");
        _time = Meter.CreateHistogram(TelemetryNames.TransactionTime, "s", "Time of a transaction of the store's writers.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = TimeBounds });
        _size = Meter.CreateHistogram(TelemetryNames.TransactionSize, "{operation}", "Operations in one transaction: customers' commits, appends, dead letters.", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = SizeBounds });
    }

    public Meter Meter { get; }

    /// <summary>Series that begin at 0, once somebody listens: an alert sees the first dead letter of a process come.</summary>
    public void Begin()
    {
        foreach (var reason in DeadLetter.Reasons)
        {
            _letters.Add(0, new KeyValuePair<string, object?>(TelemetryNames.Reason, reason));
        }

        foreach (var outcome in Outcomes)
        {
            _sent.Add(0, new KeyValuePair<string, object?>(TelemetryNames.Outcome, outcome));
        }
    }

    /// <summary>A transaction of the store's writers is over.</summary>
    public void Transaction(TimeSpan took, int operations)
    {
        _time.Record(took.TotalSeconds);
        _size.Record(operations);
    }

    /// <summary>A commit was answered; what was not written counts as nothing else.</summary>
    public void Committed(CustomerCommit commit, CommitResult result)
    {
        _commits.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Outcome, Of(result)));
        if (result != CommitResult.Committed)
        {
            return;
        }

        foreach (var count in commit.Ledger)
        {
            var source = new KeyValuePair<string, object?>(TelemetryNames.Source, _sources.NameOf(count.Source));
            Add(_applied, count.Applied, source);
            Add(_duplicate, count.Duplicate, source);
            Add(_rejected, count.Rejected, source);
            Add(_erased, count.Erased, source);
        }

        foreach (var (_, _, decision) in commit.Decisions)
        {
            _decisions.Add(
                1,
                new KeyValuePair<string, object?>(TelemetryNames.Policy, decision.Policy),
                new KeyValuePair<string, object?>(TelemetryNames.Outcome, Of(decision.Outcome)));
        }

        foreach (var action in commit.Actions)
        {
            _decided.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Kind, Of(action.Kind)));
        }

        foreach (var answer in commit.Answers)
        {
            _answered.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Outcome, Of(answer.Result)));
            if (answer is { Result: AdmissionResult.Held, Reason: HoldReason.TemplateFailed })
            {
                _failed.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Policy, answer.Policy));
            }
        }

        foreach (var letter in commit.DeadLetters)
        {
            _letters.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Reason, letter.Reason));
        }
    }

    /// <summary>Touchpoints of customers who were erased are counted.</summary>
    public void Late(ErasedCount late)
    {
        foreach (var count in late.Ledger)
        {
            Add(_erased, count.Erased, new KeyValuePair<string, object?>(TelemetryNames.Source, _sources.NameOf(count.Source)));
        }
    }

    /// <summary>A policy's conditions could not be decided.</summary>
    public void Faulted(PolicyFault fault) => _faults.Add(
        1,
        new KeyValuePair<string, object?>(TelemetryNames.Policy, fault.Policy),
        new KeyValuePair<string, object?>(TelemetryNames.Reason, fault.Kind == PolicyFaultKind.Threw ? "threw" : "steps_spent"));

    /// <summary>An input that could not be read is stored as a dead letter.</summary>
    public void Buried(DeadLetter letter)
    {
        _letters.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Reason, letter.Reason));
        _rejected.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Source, _sources.NameOf(letter.Source)));
    }

    /// <summary>What came of a send is stored.</summary>
    public void Sent(DeliveryOutcome outcome)
    {
        if (!outcome.Postponed)
        {
            _sent.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Outcome, outcome.Status switch
            {
                ActionStatus.Delivered => "delivered",
                ActionStatus.Dead => "dead",
                _ => "retried",
            }));
        }
    }

    private static void Add(Counter<long> counter, long count, in KeyValuePair<string, object?> tag)
    {
        if (count > 0)
        {
            counter.Add(count, tag);
        }
    }

    private static string Of(PolicyOutcome outcome) => outcome switch
    {
        PolicyOutcome.Fired => "fired",
        PolicyOutcome.ControlGroup => "control_group",
        _ => "held",
    };

    private static string Of(CommitResult result) => result switch
    {
        CommitResult.Committed => "committed",
        CommitResult.Conflict => "conflict",
        _ => "facts_changed",
    };

    private static string Of(AdmissionResult result) => result switch
    {
        AdmissionResult.Admitted => "admitted",
        AdmissionResult.Held => "held",
        _ => "refused",
    };

    private static string Of(ActionKind kind) => kind switch
    {
        ActionKind.Message => "message",
        ActionKind.Offer => "offer",
        ActionKind.Callback => "callback",
        _ => "webhook",
    };
}
