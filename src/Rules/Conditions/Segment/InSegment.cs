using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>Member of a segment.</summary>
public sealed record InSegment : SingleCondition
{
    public required string Segment { get; init; }

    public override bool Holds(Facts facts) => Segments.Has(Segment, facts);

    public override bool MayHold(Touchpoint returned) => true;

    internal override ImmutableArray<FieldIs> Compares => [];

    internal override ImmutableArray<LookBack> LookBacks => [];

    internal override string? AskedSegment => Segment;

    internal override IEnumerable<FieldIs> Necessary => [];

    internal override string Text(CompiledDefinitions definitions) => $"in segment {definitions.Segment(Segment)?.Name ?? Segment}";

    internal override string? Actual(Facts facts) => Holds(facts) ? "member" : "not a member";

    internal override Test Compile(PredicateCompiler compiler) => compiler.Segment(Segment);

    internal override bool Says(Condition other) => other is InSegment segment && segment.Segment == Segment;

    internal override int SaysHash() => StringComparer.Ordinal.GetHashCode(Segment);
}
