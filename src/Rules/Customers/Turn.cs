using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>One decision in the making: folds each event as it comes, so that what follows sees what came before.</summary>
/// <param name="state">The customer before it.</param>
/// <param name="definitions">What is decided under.</param>
/// <param name="trace">Takes the policies that were triggered and did not act; null: nobody asks.</param>
/// <param name="decides">False: no policy is decided. What policies wait for begins and ends all the same.</param>
internal sealed partial class Turn(CustomerState state, CompiledDefinitions definitions, List<Consideration>? trace = null, bool decides = true)
{
    /// <summary>Most timers that fire in one turn; the rest fire in the next.</summary>
    public const int FiringsMax = 256;

    private static readonly string TooManyAttributes = $"not kept: the customer has {AttributeSet.CountMax} attributes";

    private readonly ImmutableArray<CustomerEvent>.Builder _events = ImmutableArray.CreateBuilder<CustomerEvent>(12);
    private readonly ImmutableArray<DecisionStep>.Builder _steps = ImmutableArray.CreateBuilder<DecisionStep>(1);

    private StateFold _fold = new(state);

    public CustomerState State => _fold.State;

    public CompiledDefinitions Definitions => definitions;

    /// <summary>Effective time of the step.</summary>
    public DateTimeOffset At { get; private set; }

    public void Emit(CustomerEvent @event)
    {
        _events.Add(@event);
        _emitted = @event switch
        {
            InstanceChanged e => e.Instance,
            ExpectationChanged e => e.Instance,
            _ => _emitted,
        };
        _fold.Apply(@event);
    }

    public Decision Finish(Receipt receipt) => receipt is Receipt.Duplicate or Receipt.NeedsHistory
        ? new() { Receipt = receipt, Next = State, Events = [], Steps = [] }
        : new()
        {
            Receipt = receipt,
            Next = State,
            Events = _events.DrainToImmutable(),
            Steps = _steps.DrainToImmutable(),
            Faults = _faults,
        };

    public Receipt Record(RecordTouchpoint input)
    {
        var touchpoint = input.Touchpoint;
        var hash = touchpoint.Identity.HashFor(touchpoint.Customer);
        if (input.History == HistoryAnswer.Present)
        {
            return Receipt.Duplicate;
        }

        if (input.History == HistoryAnswer.NotAsked)
        {
            if (_fold.Recent.Contains(hash))
            {
                return Receipt.Duplicate;
            }

            if (_fold.Recent.NeedsHistory(touchpoint.At))
            {
                return Receipt.NeedsHistory;
            }
        }

        var at = Later(touchpoint.At, _fold.EffectiveAt);
        FireDue(at, input.SetAside);
        BeginMetrics();
        var first = BeginStep(at);
        var scheduled = DueSchedules.IsDue(touchpoint);
        Emit(new TouchpointRecorded { At = At, IdentityHash = hash, OwnAt = touchpoint.At, Scheduled = scheduled || MessageSteps.IsOfTheProduct(touchpoint) });
        if (scheduled)
        {
            DecideScheduled(touchpoint);
        }
        else if (touchpoint.Type == RetryType && touchpoint.Identity.Source == DerivedSource)
        {
            RetryTimer(touchpoint);
        }
        else
        {
            Take(touchpoint, null);
        }

        EndStep(StepKind.Touchpoint, first);

        // An expectation already past its time when it is set is missed at once.
        FireDue(at, input.SetAside);
        return Receipt.Applied;
    }

    public Receipt Fire(FireTimers input) => FireDue(input.UpTo, input.SetAside, input.Most) ? Receipt.Applied : Receipt.Nothing;

    public Receipt Admit(AdmitAction input)
    {
        // At the customer's own time: the clock may be ahead of what was read, and a timer that it fired might wait for what was received already.
        var first = BeginStep(_fold.EffectiveAt);
        var answered = Answer(input);
        Emit(answered);
        NoteSend(input.Action, answered.Answer);
        if (answered.Answer.Result == AdmissionResult.Admitted)
        {
            TakeEffect(input.Action);
        }

        EndStep(StepKind.Admission, first);
        return Receipt.Applied;
    }

    public Receipt Take(TakeMerged input)
    {
        var first = BeginStep(Later(_fold.EffectiveAt, input.State.EffectiveAt));
        Emit(new CustomersMerged { At = At, Change = input.Change, Other = input.Other, State = input.State });
        EndStep(input.Change == MergeChange.Merged ? StepKind.Merge : StepKind.Unmerge, first);
        return Receipt.Applied;
    }

    /// <summary>What a touchpoint, arrived or derived, does to journeys, mood, points and policies.</summary>
    private void Take(Touchpoint touchpoint, MissedExpectation? missed)
    {
        if (missed is null)
        {
            TakeStatements(touchpoint);
        }

        var plan = definitions.PlanFor(touchpoint.Type);
        var effects = new TouchpointEffects(touchpoint, missed);
        NoteUnread(plan, touchpoint);
        if (missed is null)
        {
            AdvanceJourneys(plan, effects);
        }

        Count(plan, touchpoint);
        ApplyExperience(plan, effects);
        MovePoints(effects);
        Wait(plan, effects);
        DecidePolicies(plan, effects);
    }

    private void NoteUnread(TypePlan plan, Touchpoint touchpoint)
    {
        foreach (var expected in plan.Expected)
        {
            var value = TouchpointFields.Read(touchpoint, expected.Field);
            if (!expected.Fits(value))
            {
                Emit(ValueUnread.Of(At, TouchpointFields.AttributeName(expected.Field), value, expected.Why));
            }
        }
    }

    private void Count(TypePlan plan, Touchpoint touchpoint)
    {
        foreach (var counter in plan.Counters)
        {
            if (!counter.Match.FieldsMatch(touchpoint))
            {
                continue;
            }

            var value = counter.Field is { } field ? TouchpointFields.Read(touchpoint, field) : Scalar.None;
            if (counter.Field is null || value.Kind != ScalarKind.None)
            {
                DropCounters();
                if (value is { Kind: ScalarKind.Text or ScalarKind.List } && Kept(value) is { Text: { } kept } && kept != value.ToString())
                {
                    Emit(ValueUnread.Of(At, counter.Field!, value, $"cut to {ShortNames.BytesMax} bytes where policies look back at it"));
                }

                Emit(new Counted { At = At, Counter = counter.Name, OwnAt = touchpoint.At, Keep = counter.Keep, Value = Kept(value) });
            }
        }
    }

    // Documents ask for a bounded number together: more than that are of documents that were taken back.
    private void DropCounters()
    {
        if (_fold.Counters.Length >= CustomerState.CountersMax
            && _fold.Counters.Select(c => c.Name).Where(n => !definitions.Counts(n)).ToArray() is { Length: > 0 } unused)
        {
            Emit(new CountersDropped { At = At, Counters = [.. unused] });
        }
    }

    private static Scalar Kept(in Scalar value) => value.Kind switch
    {
        ScalarKind.Text => Scalar.Of(ShortNames.Of(value.Text!)),
        ScalarKind.List => Scalar.Of(ShortNames.Of(value.ToString())),
        _ => value,
    };

    /// <summary>The place of the step's first event.</summary>
    private int BeginStep(DateTimeOffset at)
    {
        At = at;
        Emit(new StepBegan { At = at });
        return _events.Count - 1;
    }

    private void EndStep(StepKind kind, int first)
    {
        ReviewRisk();
        if (StateBounds.Exceeds(State))
        {
            var before = State;
            Emit(new StateTrimmed { At = At, What = StateBounds.Dropped(before, StateBounds.Fit(before)) });
        }

        // Last: the next step compares with the state as it is stored.
        ReviewMetrics();

        _steps.Add(new DecisionStep(kind, State.Sequence, At, first, _events.Count - first, State));
    }

    private void ReviewRisk()
    {
        var review = Risks.ReviewAt(State, definitions, At);
        if (review != _fold.RiskReviewAt)
        {
            Emit(new RiskReviewSet { At = At, ReviewAt = review });
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>The expectation that a derived touchpoint tells of.</summary>
internal sealed record MissedExpectation(JourneyInstance Instance, ExpectationDefinition Expectation);

/// <summary>What a touchpoint has brought about so far within its step.</summary>
internal sealed class TouchpointEffects(Touchpoint touchpoint, MissedExpectation? missed)
{
    public Touchpoint Touchpoint { get; } = touchpoint;

    public MissedExpectation? Missed { get; } = missed;

    /// <summary>Journeys with the instance that the touchpoint belongs to.</summary>
    public ImmutableArray<(JourneyDefinition Journey, JourneyInstance Instance)> Instances { get; set; } = [];

    /// <summary>Stages entered.</summary>
    public ImmutableArray<JourneyInstance> Entered { get; set; } = [];

    /// <summary>Instances as they were in the stages they left.</summary>
    public ImmutableArray<JourneyInstance> Left { get; set; } = [];

    /// <summary>Sequences whose last step it was.</summary>
    public ImmutableArray<WaitPlan<OnSequence>> Completed { get; set; } = [];

    /// <summary>Waits between actions that it ended.</summary>
    public ImmutableArray<(StepPlan Step, PolicyWait Wait)> Ended { get; set; } = [];

    /// <summary>Instances whose failing was put right by it.</summary>
    public ImmutableArray<JourneyInstance> PutRight { get; set; } = [];

    /// <summary>It is a recovery for what belongs to no instance.</summary>
    public bool Recovers { get; set; }

    public double? Experience { get; set; }

    /// <summary>The experience is what the customer said.</summary>
    public bool IsFeedback { get; set; }

    /// <summary>The experience is the sentiment of the text: less certain than a score, so it opens points only through mood and pressure.</summary>
    public bool IsSentiment { get; set; }

    public MoodValues Before { get; set; }

    public MoodValues After { get; set; }

    public ImmutableArray<(PointChange Change, LowPoint Point)> LowPoints { get; set; } = [];

    public ImmutableArray<(PointChange Change, HighPoint Point)> HighPoints { get; set; } = [];
}
