using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>A field against the values of the document.</summary>
public sealed record FieldIs : SingleCondition
{
    public required FieldPath Field { get; init; }

    public required Comparison Comparison { get; init; }

    /// <summary>One value, several for <see cref="Comparison.In"/> and <see cref="Comparison.NotIn"/>, none for exists and missing.</summary>
    public ImmutableArray<Scalar> Values { get; init; } = [];

    public override bool Holds(Facts facts) => Comparing.Holds(facts.Read(Field), this);

    public override bool MayHold(Touchpoint returned) =>
        Field.Root != FieldRoot.Touchpoint || !ReturningTouchpoints.IsKnown(returned.Type, Field.Name)
        || Comparing.Holds(TouchpointFields.Read(returned, Field.Name), this);

    internal override ImmutableArray<FieldIs> Compares => [this];

    internal override ImmutableArray<LookBack> LookBacks => [];

    internal override string? AskedSegment => null;

    internal override IEnumerable<FieldIs> Necessary => Comparison is Comparison.Is or Comparison.In ? [this] : [];

    internal override string Text(CompiledDefinitions definitions) => Wording.Of(this);

    internal override string? Actual(Facts facts) => facts.Read(Field) is { Kind: not ScalarKind.None } value ? value.ToString() : "not known";

    internal override Test Compile(PredicateCompiler compiler) => FieldTests.Of(this);

    internal override bool Says(Condition other) =>
        other is FieldIs field && field.Field == Field && field.Comparison == Comparison && field.Values.AsSpan().SequenceEqual(Values.AsSpan());

    internal override int SaysHash() => HashCode.Combine(Field, Comparison, Values.Length);

    /// <summary>The comparison in words, without the field.</summary>
    internal string ComparedText()
    {
        var values = string.Join(", ", Values);
        return Comparison switch
        {
            Comparison.Is => $"is {values}",
            Comparison.IsNot => $"is not {values}",
            Comparison.AtLeast => $"at least {values}",
            Comparison.AtMost => $"at most {values}",
            Comparison.Above => $"above {values}",
            Comparison.Below => $"below {values}",
            Comparison.In => $"one of {values}",
            Comparison.NotIn => $"none of {values}",
            Comparison.Contains => $"contains {values}",
            Comparison.Exists => "is known",
            Comparison.Missing => "is not known",
            _ => throw new UnreachableException($"No words for {Comparison}."),
        };
    }
}
