using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Simulation;

/// <summary>
/// One customer in a simulation. A touchpoint's own time is taken as its receipt, and admission answers at once with sending switched on: the same
/// as live for a stream without late arrivals. Not safe from several threads.
/// </summary>
public sealed class SimulatedCustomer(CustomerId customer, CompiledDefinitions definitions, ISimulationSink sink, SimulationCounts counts)
{
    private static readonly AdmissionFacts SendingOn = new() { KillSwitch = false };

    // Identities no longer among the recent ones, for exact dedupe; made when the first goes.
    private HashSet<ulong>? _older;

    public CustomerState State { get; private set; } = CustomerState.For(customer);

    /// <summary>When the earliest timer is due; null: none.</summary>
    public DateTimeOffset? DueAt => CustomerTimers.Next(State)?.DueAt;

    /// <summary>Takes a touchpoint; timers due by its time fire before it.</summary>
    public void Apply(Touchpoint touchpoint)
    {
        var decision = Customer.Decide(State, new RecordTouchpoint { Touchpoint = touchpoint, History = Ask(touchpoint) }, definitions);
        if (decision.Receipt == Receipt.Duplicate)
        {
            counts.Duplicates++;
            return;
        }

        counts.Touchpoints++;
        Remember(touchpoint);
        Follow(decision);
    }

    /// <summary>Time passed: timers due by then fire.</summary>
    public void Fire(DateTimeOffset upTo) => Follow(Customer.Decide(State, new FireTimers { UpTo = upTo }, definitions));

    private void Follow(Decision decision)
    {
        Take(decision);
        foreach (var @event in decision.Events)
        {
            if (@event is ActionDecided { Action: var action })
            {
                var admission = Customer.Decide(State, new AdmitAction { Action = action, Facts = SendingOn, At = State.EffectiveAt }, definitions);
                Take(admission);
                sink.Action(action, admission.Events.OfType<ActionAnswered>().Last().Answer);
            }
        }
    }

    private void Take(Decision decision)
    {
        State = decision.Next;
        foreach (var @event in decision.Events)
        {
            switch (@event)
            {
                case LowPointChanged { Change: PointChange.Opened } opened:
                    counts.LowPoints++;
                    sink.LowPointOpened(State.Customer, opened.Point);
                    break;
                case LowPointChanged { Point.IsOpen: false } closed:
                    sink.LowPointClosed(State.Customer, closed.Point);
                    break;
                case HighPointChanged { Change: PointChange.Opened }:
                    counts.HighPoints++;
                    break;
                case ExpectationChanged { Change: ExpectationChange.Missed }:
                    counts.MissedExpectations++;
                    break;
                case PolicyDecided decided:
                    sink.Decided(State.Customer, decided.Decision);
                    break;
                default:
                    break;
            }
        }

        foreach (var step in decision.Steps)
        {
            counts.Timers += step.Kind == StepKind.Timer ? 1 : 0;
        }
    }

    private HistoryAnswer Ask(Touchpoint touchpoint)
    {
        if (!State.Recent.NeedsHistory(touchpoint.At))
        {
            return HistoryAnswer.NotAsked;
        }

        var hash = touchpoint.Identity.HashFor(touchpoint.Customer);
        return _older!.Contains(hash) || State.Recent.Contains(hash) ? HistoryAnswer.Present : HistoryAnswer.Absent;
    }

    private void Remember(Touchpoint touchpoint)
    {
        if (State.Touchpoints < RecentIdentities.Max)
        {
            return;
        }

        _older ??= [.. State.Recent.Hashes];
        _older.Add(touchpoint.Identity.HashFor(touchpoint.Customer));
    }
}
