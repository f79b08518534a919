using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>The number of touchpoints within a time before now rose to a minimum.</summary>
public sealed record OnCount : Trigger
{
    public required TouchpointMatch Match { get; init; }

    /// <summary>1 to <see cref="CountIs.AtLeastMax"/>.</summary>
    public required int AtLeast { get; init; }

    public required TimeSpan Within { get; init; }

    /// <summary>Touchpoints kept beyond the number asked for, among which one that arrives late finds its place.</summary>
    internal const int Spare = 10;

    public override ImmutableArray<TouchpointMatch> FiredBy => [Match];

    public override JourneyMoment? Through => null;

    public override bool IsTraced => false;

    public override IEnumerable<TouchpointMatch> Touchpoints() => [Match];

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => false;

    internal override ImmutableArray<CounterDefinition> Counters => [new(Match.Key, Match, AtLeast + Spare, Within, null)];

    internal override TouchpointMatch? OnlyFiredBy => null;

    internal override TriggerGroup? Group => null;

    internal override string Text(CompiledDefinitions definitions) => $"{AtLeast} of {Wording.Of(Match)} within {Wording.Of(Within)}";

    internal override void AddTo(TriggerIndex index, PolicyDefinition policy) => index.Add(policy, this);
}
