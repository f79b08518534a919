using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
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
/// <param name="definitions">Published throughout.</param>
/// <param name="sink">Receives what comes of it.</param>
/// <param name="counts">Added to.</param>
/// <param name="limits">Budgets and what queues take; null: nothing is held by them.</param>
public sealed class SimulatedCustomer(CustomerId customer, CompiledDefinitions definitions, ISimulationSink sink, SimulationCounts counts, ISharedLimits? limits = null)
{
    private readonly HeldActions _held = new();
    private DateTimeOffset? _scheduledAt;
    private CustomerState? _timersOf;
    private DateTimeOffset? _timerDueAt;

    // Identities no longer among the recent ones, for exact dedupe; made when the first goes.
    private HashSet<ulong>? _older;

    public CustomerState State { get; private set; } = CustomerState.For(customer);

    /// <summary>Schedules come up to this and no further: they have no end of their own.</summary>
    public DateTimeOffset SchedulesUntil { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Policies that were triggered and whose conditions did not hold are added; null: nobody wants to know.</summary>
    public List<Consideration>? Considered { get; init; }

    /// <summary>When the earliest timer is due, a held action is asked again, or a schedule comes; null: none of them.</summary>
    public DateTimeOffset? DueAt => Earlier(Earlier(TimerDueAt, _held.NextAt), _scheduledAt);

    private DateTimeOffset? TimerDueAt
    {
        get
        {
            if (!ReferenceEquals(_timersOf, State))
            {
                (_timersOf, _timerDueAt) = (State, CustomerTimers.Next(State)?.DueAt);
            }

            return _timerDueAt;
        }
    }

    /// <summary>Takes a touchpoint; timers due by its time fire before it, and actions held until then are asked again.</summary>
    public void Apply(Touchpoint touchpoint)
    {
        if (DueSchedules.IsDue(touchpoint))
        {
            // Recorded live. They come here by themselves, by the documents that are tried.
            return;
        }

        // At one moment what happened goes first: schedules look at customers as they are after it.
        ComeSchedules(touchpoint.At.AddTicks(-1));
        AskHeld(touchpoint.At);
        if (State.Sequence == 0)
        {
            // The customer hears of schedules from here on.
            _scheduledAt = NextSchedule(touchpoint.At.AddTicks(-1));
        }

        var decision = Customer.Decide(State, new RecordTouchpoint { Touchpoint = touchpoint, History = Ask(touchpoint) }, definitions, Considered);
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
        ComeSchedules(upTo.AddTicks(-1));
        AskHeld(upTo);
        FireTimers(upTo);
        ComeSchedules(upTo);
    }

    /// <summary>Time passes to that moment, timers due and actions held until then each at its own: an action that a timer decides is admitted as the timer fires, not when the customer is next heard of. A schedule that comes at that very moment waits for what happens at it.</summary>
    public void PassTo(DateTimeOffset moment)
    {
        while (DueAt is { } due && (due < moment || Earlier(TimerDueAt, _held.NextAt) <= moment))
        {
            Fire(due);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private DateTimeOffset? NextSchedule(DateTimeOffset after)
    {
        DateTimeOffset? next = null;
        foreach (var (_, trigger) in definitions.Schedules)
        {
            next = Earlier(next, trigger.NextAfter(after));
        }

        return next <= SchedulesUntil ? next : null;
    }

    // As live: only members of the segment hear of it.
    private void ComeSchedules(DateTimeOffset upTo)
    {
        while (_scheduledAt is { } due && due <= upTo)
        {
            AskHeld(due);
            FireTimers(due);
            _scheduledAt = NextSchedule(due);
            foreach (var (policy, trigger) in definitions.Schedules)
            {
                if (trigger.Occurs(due) && DueSchedules.IsMember(State, definitions, trigger.Segment, due))
                {
                    var touchpoint = DueSchedules.Due(policy.Id, trigger.Segment, due, State.Customer);
                    var decision = Customer.Decide(State, new RecordTouchpoint { Touchpoint = touchpoint, History = Ask(touchpoint) }, definitions, Considered);
                    if (decision.Receipt != Receipt.Duplicate)
                    {
                        Remember(touchpoint);
                        Follow(decision);
                    }
                }
            }
        }
    }

    private void FireTimers(DateTimeOffset upTo)
    {
        if (TimerDueAt <= upTo)
        {
            Follow(Customer.Decide(State, new FireTimers { UpTo = upTo }, definitions, Considered));
        }
    }

    private void Follow(Decision decision)
    {
        if (Take(decision))
        {
            foreach (var action in decision.Actions.Order(AdmissionOrder.Instance))
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
            && limits.Take(action, uses, at) is { IsEmpty: false } full)
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
        for (var i = decision.Events.Length - 1; ; i--)
        {
            if (decision.Events[i] is ActionAnswered answered)
            {
                return (decision, answered.Answer);
            }
        }
    }

    /// <returns>True where actions were decided.</returns>
    private bool Take(Decision decision)
    {
        var acts = false;
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
                case ActionDecided:
                    acts = true;
                    break;
                case ValueUnread unread:
                    sink.Unread(State.Customer, unread);
                    break;
                default:
                    break;
            }
        }

        foreach (var step in decision.Steps)
        {
            counts.Timers += step.Kind == StepKind.Timer ? 1 : 0;
        }

        return acts;
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
