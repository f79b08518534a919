using System.Runtime.InteropServices;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Simulation;

/// <summary>Told of what comes of a simulation, in the order of virtual time.</summary>
public interface ISimulationSink
{
    void LowPointOpened(CustomerId customer, LowPoint point);

    void LowPointClosed(CustomerId customer, LowPoint point);

    void Decided(CustomerId customer, PolicyDecision decision);

    void Action(DecidedAction action, AdmissionAnswer answer);
}

/// <summary>How much a simulation has taken and made.</summary>
public sealed class SimulationCounts
{
    public long Touchpoints { get; internal set; }

    public long Duplicates { get; internal set; }

    public long Customers { get; internal set; }

    public long LowPoints { get; internal set; }

    public long HighPoints { get; internal set; }

    public long MissedExpectations { get; internal set; }

    public long Timers { get; internal set; }
}

/// <summary>
/// Runs touchpoints through the core in virtual time: a touchpoint's own time is taken as its receipt, timers fire at their time between
/// touchpoints, and admission answers at once with sending switched on. The same as live for a stream without late arrivals. Not safe from several threads.
/// </summary>
public sealed class Simulator(CompiledDefinitions definitions, ISimulationSink sink)
{
    private static readonly AdmissionFacts SendingOn = new() { KillSwitch = false };

    private readonly Dictionary<string, Entry> _customers = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Entry, (DateTimeOffset DueAt, long Number)> _timers = new();

    private sealed class Entry(CustomerState state, long number)
    {
        public CustomerState State { get; set; } = state;

        /// <summary>In order of first appearance: settles ties between timers.</summary>
        public long Number { get; } = number;

        /// <summary>The due time of its entry in the queue; null where none counts.</summary>
        public DateTimeOffset? Queued { get; set; }

        /// <summary>Identities no longer among the recent ones, for exact dedupe; made when the first goes.</summary>
        public HashSet<ulong>? Older { get; set; }
    }

    public SimulationCounts Counts { get; } = new();

    /// <summary>The latest time seen.</summary>
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Takes the next touchpoint; timers of all customers due before it fire first.</summary>
    public void Apply(Touchpoint touchpoint)
    {
        if (touchpoint.At > Now)
        {
            FireUpTo(touchpoint.At);
            Now = touchpoint.At;
        }

        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_customers, touchpoint.Customer.Value, out var known);
        if (!known)
        {
            slot = new Entry(CustomerState.For(touchpoint.Customer), Counts.Customers++);
        }

        var entry = slot!;
        var decision = Customer.Decide(entry.State, new RecordTouchpoint { Touchpoint = touchpoint, History = Ask(entry, touchpoint) }, definitions);
        if (decision.Receipt == Receipt.Duplicate)
        {
            Counts.Duplicates++;
            return;
        }

        Counts.Touchpoints++;
        Remember(entry, touchpoint);
        Follow(entry, decision);
    }

    /// <summary>Fires the timers that remain, in the order of time: all, or those due by then.</summary>
    public void Finish(DateTimeOffset? until = null) => FireUpTo(until ?? DateTimeOffset.MaxValue);

    /// <summary>The customer's state, or null for one not seen.</summary>
    public CustomerState? StateOf(CustomerId customer) => _customers.TryGetValue(customer.Value, out var entry) ? entry.State : null;

    private void FireUpTo(DateTimeOffset upTo)
    {
        while (_timers.TryPeek(out var entry, out var due) && due.DueAt <= upTo)
        {
            _timers.Dequeue();
            if (entry.Queued != due.DueAt)
            {
                continue;
            }

            entry.Queued = null;
            Now = due.DueAt > Now ? due.DueAt : Now;
            Follow(entry, Customer.Decide(entry.State, new FireTimers { UpTo = due.DueAt }, definitions));
        }
    }

    private void Follow(Entry entry, Decision decision)
    {
        Take(entry, decision);
        foreach (var @event in decision.Events)
        {
            if (@event is ActionDecided { Action: var action })
            {
                var admission = Customer.Decide(entry.State, new AdmitAction { Action = action, Facts = SendingOn, At = entry.State.EffectiveAt }, definitions);
                Take(entry, admission);
                sink.Action(action, admission.Events.OfType<ActionAnswered>().Last().Answer);
            }
        }

        Rearm(entry);
    }

    private void Take(Entry entry, Decision decision)
    {
        entry.State = decision.Next;
        foreach (var @event in decision.Events)
        {
            switch (@event)
            {
                case StepBegan:
                    break;
                case LowPointChanged { Change: PointChange.Opened } opened:
                    Counts.LowPoints++;
                    sink.LowPointOpened(entry.State.Customer, opened.Point);
                    break;
                case LowPointChanged { Point.IsOpen: false } closed:
                    sink.LowPointClosed(entry.State.Customer, closed.Point);
                    break;
                case HighPointChanged { Change: PointChange.Opened }:
                    Counts.HighPoints++;
                    break;
                case ExpectationChanged { Change: ExpectationChange.Missed }:
                    Counts.MissedExpectations++;
                    break;
                case PolicyDecided decided:
                    sink.Decided(entry.State.Customer, decided.Decision);
                    break;
                default:
                    break;
            }
        }

        foreach (var step in decision.Steps)
        {
            Counts.Timers += step.Kind == StepKind.Timer ? 1 : 0;
        }
    }

    private void Rearm(Entry entry)
    {
        var due = CustomerTimers.Next(entry.State)?.DueAt;
        if (due != entry.Queued)
        {
            entry.Queued = due;
            if (due is { } at)
            {
                _timers.Enqueue(entry, (at, entry.Number));
            }
        }
    }

    private static HistoryAnswer Ask(Entry entry, Touchpoint touchpoint) =>
        !entry.State.Recent.NeedsHistory(touchpoint.At) ? HistoryAnswer.NotAsked
        : entry.Older!.Contains(touchpoint.Identity.HashFor(touchpoint.Customer)) ? HistoryAnswer.Present
        : entry.State.Recent.Contains(touchpoint.Identity.HashFor(touchpoint.Customer)) ? HistoryAnswer.Present
        : HistoryAnswer.Absent;

    private static void Remember(Entry entry, Touchpoint touchpoint)
    {
        if (entry.State.Touchpoints < RecentIdentities.Max)
        {
            return;
        }

        entry.Older ??= [.. entry.State.Recent.Hashes];
        entry.Older.Add(touchpoint.Identity.HashFor(touchpoint.Customer));
    }
}
