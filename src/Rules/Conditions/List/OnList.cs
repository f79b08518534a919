using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>On the list of a segment, where policies put customers.</summary>
public sealed record OnList : SingleCondition
{
    public required string Segment { get; init; }

    public override bool Holds(Facts facts) => facts.State.Lists.Contains(Segment);

    public override bool MayHold(Touchpoint returned) => true;

    internal override ImmutableArray<FieldIs> Compares => [];

    internal override ImmutableArray<LookBack> LookBacks => [];

    // It asks for the list and not for the segment's conditions.
    internal override string? AskedSegment => null;

    internal override IEnumerable<FieldIs> Necessary => [];

    internal override string Text(CompiledDefinitions definitions) => $"on the list of segment {definitions.Segment(Segment)?.Name ?? Segment}";

    internal override string? Actual(Facts facts) => Holds(facts) ? "on it" : "not on it";

    internal override Test Compile(PredicateCompiler compiler) => PredicateCompiler.Interpreted(this);

    internal override bool Says(Condition other) => other is OnList list && list.Segment == Segment;

    internal override int SaysHash() => StringComparer.Ordinal.GetHashCode(Segment);
}
