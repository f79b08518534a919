using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Nothing of one kind within a time after something of another: no order within an hour after a cart.</summary>
public sealed record OnAbsence : Trigger
{
    /// <summary>Begins the wait.</summary>
    public required ImmutableArray<TouchpointMatch> After { get; init; }

    /// <summary>Ends the wait without firing.</summary>
    public required ImmutableArray<TouchpointMatch> Of { get; init; }

    /// <summary>1 second to <see cref="Waiting.LongestWait"/>, from the first touchpoint's own time.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Both must carry the same value of this attribute: a wait for each value. Null: one wait for the customer.</summary>
    public string? SameBy { get; init; }

    /// <summary>A further beginning restarts the time; else the first counts.</summary>
    public bool Restart { get; init; }

    public override ImmutableArray<TouchpointMatch> FiredBy => After;

    public override JourneyMoment? Through => null;

    public override bool IsTraced => false;

    public override IEnumerable<TouchpointMatch> Touchpoints() => After.Concat(Of);

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => false;

    internal override ImmutableArray<CounterDefinition> Counters => [];

    internal override TouchpointMatch? OnlyFiredBy => null;

    internal override TriggerGroup? Group => null;

    internal override string Text(CompiledDefinitions definitions) =>
        $"No {Wording.Or(Of)} within {Wording.Of(Within)} after {Wording.Or(After)}{Wording.Same(SameBy)}";

    internal override void AddTo(TriggerIndex index, PolicyDefinition policy) => index.Add(policy, this);
}
