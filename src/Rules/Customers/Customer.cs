using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Customers;

/// <summary>The core: what comes of an input, and the fold of what came. Both are pure.</summary>
public static partial class Customer
{
    /// <summary>
    /// Decides. Timers due by a touchpoint's effective time (the later of its time and the last effective time) fire before it.
    /// Deciding again on an input that was taken changes nothing.
    /// </summary>
    public static Decision Decide(CustomerState state, CustomerInput input, CompiledDefinitions definitions) => Decide(state, input, definitions, null);

    /// <summary>Decides, and notes every policy that the input triggered and that did not act, with the reason. The decision is the same.</summary>
    public static Decision Decide(CustomerState state, CustomerInput input, CompiledDefinitions definitions, List<Consideration>? trace)
    {
        var turn = new Turn(state, definitions, trace);
        var receipt = input switch
        {
            RecordTouchpoint touchpoint => turn.Record(touchpoint),
            FireTimers timers => turn.Fire(timers),
            SetTimerAside aside => turn.SetAside(aside),
            AdmitAction admit => turn.Admit(admit),
            TakeMerged merged => turn.Take(merged),
            _ => throw new UnreachableException($"No decision on {input.GetType().Name}."),
        };
        return turn.Finish(receipt);
    }
}

/// <summary>What came of an input.</summary>
public sealed record Decision
{
    public required Receipt Receipt { get; init; }

    /// <summary>The state after: the fold of <see cref="Events"/> over the state before.</summary>
    public required CustomerState Next { get; init; }

    public required ImmutableArray<CustomerEvent> Events { get; init; }

    /// <summary>Each with its events in order: a step per timer that fired, then the input itself.</summary>
    public required ImmutableArray<DecisionStep> Steps { get; init; }

    /// <summary>Policies whose conditions could not be decided; they count as not holding.</summary>
    public ImmutableArray<PolicyFault> Faults { get; init; } = [];

    public IEnumerable<DecidedAction> Actions => Events.OfType<ActionDecided>().Select(e => e.Action);
}

public enum StepKind
{
    Touchpoint = 1,
    Timer = 2,
    Admission = 3,

    /// <summary>Another customer was merged into this one.</summary>
    Merge = 4,

    /// <summary>A merged customer was taken out again.</summary>
    Unmerge = 5,
}

/// <summary>One step of a decision: its place in <see cref="Decision.Events"/>, and how the customer stood after it.</summary>
public readonly record struct DecisionStep(StepKind Kind, long Sequence, DateTimeOffset At, int FirstEvent, int EventCount, CustomerState After);
