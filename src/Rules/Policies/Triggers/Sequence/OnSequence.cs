using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Touchpoints in this order, the last within a time of the first; others may come in between.</summary>
public sealed record OnSequence : Trigger
{
    /// <summary>Most steps.</summary>
    public const int StepsMax = 10;

    /// <summary>2 to <see cref="StepsMax"/>.</summary>
    public required ImmutableArray<TouchpointMatch> Steps { get; init; }

    public required TimeSpan Within { get; init; }

    /// <summary>All must carry the same value of this attribute; null: of the customer.</summary>
    public string? SameBy { get; init; }

    public override ImmutableArray<TouchpointMatch> FiredBy => [.. Steps.TakeLast(1)];

    public override JourneyMoment? Through => null;

    public override bool IsTraced => false;

    public override IEnumerable<TouchpointMatch> Touchpoints() => Steps;

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) => false;

    internal override ImmutableArray<CounterDefinition> Counters => [];

    internal override TouchpointMatch? OnlyFiredBy => null;

    internal override TriggerGroup? Group => null;

    internal override string Text(CompiledDefinitions definitions) =>
        $"{string.Join(", then ", Steps.Select(Wording.Of))}, within {Wording.Of(Within)}{Wording.Same(SameBy)}";

    internal override void AddTo(TriggerIndex index, PolicyDefinition policy) => index.Add(policy, this);
}
