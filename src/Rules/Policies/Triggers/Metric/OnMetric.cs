using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A comparison of a metric came to hold that did not hold before: by a touchpoint, or by time passing.</summary>
public sealed record OnMetric : Trigger
{
    /// <summary>Mood, pressure, risk, remembered, or a number about the customer.</summary>
    public required FieldIs Crosses { get; init; }

    public override ImmutableArray<TouchpointMatch> FiredBy => [];

    public override JourneyMoment? Through => null;

    public override bool IsTraced => false;

    public override IEnumerable<TouchpointMatch> Touchpoints() => [];

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => false;

    internal override ImmutableArray<CounterDefinition> Counters => [];

    internal override TouchpointMatch? OnlyFiredBy => null;

    internal override TriggerGroup? Group => null;

    internal override string Text(CompiledDefinitions definitions) => $"{Wording.Of(Crosses)}, which it was not before";

    internal override void AddTo(TriggerIndex index, PolicyDefinition policy) => index.Add(policy, this);
}
