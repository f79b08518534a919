using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Simulation;

/// <summary>
/// One customer in a simulation. A touchpoint's own time is taken as its receipt, and admission answers at once with sending switched on, and
/// again when what it held may pass: the same as live for a stream without late arrivals, open cases and contested shared limits. Not safe
/// from several threads.
/// </summary>
/// <param name="customer">Who.</param>
/// <param name="definitions">In force all the time.</param>
/// <param name="sink">Told of what comes of it.</param>
/// <param name="counts">Added to.</param>
/// <param name="limits">Budgets and what queues take; null: nothing is held by them.</param>
public sealed class SimulatedCustomer(CustomerId customer, CompiledDefinitions definitions, ISimulationSink sink, SimulationCounts counts, ISharedLimits? limits = null)
{
    private readonly HeldActions _held = new();

    // Identities no longer among the recent ones, for exact dedupe; made when the first goes.
    private HashSet<ulong>? _older;

    public CustomerState State { get; private set; } = CustomerState.For(customer);

    /// <summary>When the earliest timer is due, or a held action is asked again; null: neither.</summary>
    public DateTimeOffset? DueAt => (TimerDueAt, _held.NextAt) switch
    {
        ({ } timer, { } held) => timer <= held ? timer : held,
        var (timer, held) => timer ?? held,
    };

    private DateTimeOffset? TimerDueAt => CustomerTimers.Next(State)?.DueAt;

    /// <summary>Takes a touchpoint; timers due by its time fire before it, and actions held until then are asked again.</summary>
    public void Apply(Touchpoint touchpoint)
    {
        AskHeld(touchpoint.At);
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

    /// <summary>Time passed: timers due by then fire, and actions held until then are asked again.</summary>
    public void Fire(DateTimeOffset upTo)
    {
        AskHeld(upTo);
        FireTimers(upTo);
    }

    private void FireTimers(DateTimeOffset upTo) => Follow(Customer.Decide(State, new FireTimers { UpTo = upTo }, definitions));

    private void Follow(Decision decision)
    {
        Take(decision);
        foreach (var @event in decision.Events)
        {
            if (@event is ActionDecided { Action: var action })
            {
                Admit(action, State.EffectiveAt);
            }
        }
    }

    // In the order of time, with the timers due before each.
    private void AskHeld(DateTimeOffset upTo)
    {
        while (_held.NextAt is { } next && next <= upTo)
        {
            if (TimerDueAt is { } due && due <= next)
            {
                FireTimers(next);
            }
            else if (_held.Take(upTo) is { } held)
            {
                Admit(held.Action, held.At);
            }
        }
    }

    private void Admit(DecidedAction action, DateTimeOffset at)
    {
        var (decision, answer) = Ask(action, at, []);
        if (answer.Result == AdmissionResult.Admitted && limits is not null && SharedLimits.Of(action, definitions, at) is { IsEmpty: false } uses
            && limits.Take(uses, at) is { IsEmpty: false } full)
        {
            (decision, answer) = Ask(action, at, full);
        }

        Take(decision);
        if (answer is { Result: AdmissionResult.Held, NextAt: { } next })
        {
            _held.Add(action, next);
            sink.Held(action, answer);
        }
        else
        {
            sink.Action(action, answer);
        }
    }

    private (Decision Decision, AdmissionAnswer Answer) Ask(DecidedAction action, DateTimeOffset at, ImmutableArray<string> full)
    {
        var facts = full.IsEmpty ? AdmissionFacts.Nothing : AdmissionFacts.Nothing with { FullLimits = full };
        var decision = Customer.Decide(State, new AdmitAction { Action = action, Facts = facts, At = at }, definitions);
        return (decision, decision.Events.OfType<ActionAnswered>().Last().Answer);
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
