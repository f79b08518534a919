using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>An instance stayed in a stage for a time. Counts for instances that enter the stage while the policy is published.</summary>
public sealed record OnStageStayed : Trigger
{
    public required string Journey { get; init; }

    public required string Stage { get; init; }

    /// <summary>1 second to <see cref="Waiting.LongestWait"/>.</summary>
    public required TimeSpan For { get; init; }

    public override ImmutableArray<TouchpointMatch> FiredBy => [];

    public override JourneyMoment? Through => JourneyMoment.InStage(Journey, Stage);

    public override bool IsTraced => false;

    public override IEnumerable<TouchpointMatch> Touchpoints() => [];

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => false;

    internal override ImmutableArray<CounterDefinition> Counters => [];

    internal override TouchpointMatch? OnlyFiredBy => null;

    internal override TriggerGroup? Group => null;

    internal override string Text(CompiledDefinitions definitions) =>
        $"{Wording.Of(For)} in stage {Wording.StageName(Journey, Stage, definitions)}{Wording.In(Journey, definitions)}";

    internal override void AddTo(TriggerIndex index, PolicyDefinition policy) => index.Add(policy, this);
}
