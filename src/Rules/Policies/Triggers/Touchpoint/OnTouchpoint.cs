using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A touchpoint, also a derived one.</summary>
public sealed record OnTouchpoint : Trigger
{
    public required TouchpointMatch Match { get; init; }

    public override ImmutableArray<TouchpointMatch> FiredBy => [Match];

    // The product derives a touchpoint of this type itself.
    public override JourneyMoment? Through => IsOfMissed ? JourneyMoment.Missed(null, null) : null;

    public override bool IsTraced => true;

    public override IEnumerable<TouchpointMatch> Touchpoints() => [Match];

    public override bool ShowsIn(IInputTrace trace, PolicyDefinition policy) =>
        trace.Touchpoint is { } touchpoint && !DueSchedules.IsDue(touchpoint) && Match.Matches(touchpoint);

    internal override ImmutableArray<CounterDefinition> Counters => [];

    internal override TouchpointMatch? OnlyFiredBy => IsOfMissed ? null : Match;

    internal override TriggerGroup? Group => new($"touchpoint {Match.Type}", Match.Where);

    internal override string Text(CompiledDefinitions definitions) => $"A touchpoint {Wording.Of(Match)}";

    internal override void AddTo(TriggerIndex index, PolicyDefinition policy) => index.Add(policy, this);

    private bool IsOfMissed => Match.MatchesType(Turn.MissedType);
}
