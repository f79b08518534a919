using System.Collections.Immutable;
using CsCheck;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Tests.Engine;

/// <summary>
/// A field is known in three places: to documents, to <see cref="Facts.Read"/>, and to the compiled engine, which reads some by itself. What is
/// added to or changed in one of them has to be in the others.
/// </summary>
public sealed class KnownFieldTests
{
    private const int SomeFacts = 400;

    private static readonly ImmutableArray<Scalar> Pool =
        [Scalar.Of("a"), Scalar.Of("ab"), Scalar.Of("2026-03-05"), Scalar.Of("12:00"), Scalar.Of("monday"), Scalar.Of(0), Scalar.Of(1), Scalar.Of(-0.5), Scalar.Of(3), Scalar.Of(true), Scalar.Of(false)];

    /// <summary>Besides those with names of their own: an attribute with and without its prefix, a channel's consent, a journey's stage.</summary>
    private static readonly ImmutableArray<FieldPath> Fields =
    [
        .. KnownFields.All.Select(f => f.Path),
        new(FieldRoot.Customer, "x"),
        new(FieldRoot.Customer, "attributes.y"),
        new(FieldRoot.Touchpoint, "y"),
        new(FieldRoot.Touchpoint, "attributes.x"),
        new(FieldRoot.Touchpoint, "attributes.type"),
        new(FieldRoot.Consent, "email"),
        new(FieldRoot.Stage, "a"),
    ];

    [Fact]
    public void Comparison_OfEveryFieldOverAnyFacts_HoldsCompiledAsRead() => Gen.Select(AnyFacts.All, Gen.Int[0, 1_000]).Sample(
        (facts, pick) =>
        {
            ImmutableArray<FieldIs> conditions = [.. Fields.SelectMany((f, i) => Enum.GetValues<Comparison>().SelectMany(c => Of(f, c, facts, pick + i + (int)c)))];
            var compiled = Compile(conditions);
            var wrong = conditions.Where((c, i) => compiled(i, facts) != Comparing.Holds(facts.Read(c.Field), c)).ToList();
            Assert.True(wrong.Count == 0, string.Join('\n', wrong.Select(c => $"{Wording.Of(c)}: it is {facts.Read(c.Field)}")));
        },
        iter: 400,
        threads: 1);

    [Fact]
    public void Fields_OverManyFacts_AreReadAsWhatTheyAreKnownAs()
    {
        var facts = AnyFacts.All.Array[SomeFacts].Single();

        Assert.All(KnownFields.All, field =>
        {
            var kinds = facts.Select(f => f.Read(field.Path).Kind).Where(k => k != ScalarKind.None).Distinct().ToList();
            Assert.Equal(field.Type switch { FieldType.Text => ScalarKind.Text, FieldType.Number => ScalarKind.Number, FieldType.List => ScalarKind.List, _ => ScalarKind.Flag }, Assert.Single(kinds));
        });
    }

    private static IEnumerable<FieldIs> Of(FieldPath field, Comparison comparison, Facts facts, int pick)
    {
        var (some, other, actual) = (Pool[pick % Pool.Length], Pool[(pick + 1) % Pool.Length], facts.Read(field));
        ImmutableArray<ImmutableArray<Scalar>> values = comparison switch
        {
            Comparison.Exists or Comparison.Missing => [[]],
            Comparison.In or Comparison.NotIn => [[some, other], [some, actual]],
            _ => [[some], [actual]],
        };

        // No document compares with nothing, or with a list.
        return values.Where(v => v.All(s => s.Kind is not (ScalarKind.None or ScalarKind.List))).Select(v => new FieldIs { Field = field, Comparison = comparison, Values = v });
    }

    private static Func<int, Facts, bool> Compile(ImmutableArray<FieldIs> conditions)
    {
        ImmutableArray<PolicyDefinition> policies = [.. conditions.Select((c, i) => new PolicyDefinition { Id = $"p{i}", Name = "P", Triggers = [], When = c, Actions = [] })];
        var compiled = CompiledEngine.Instance.Compile(new CompiledDefinitions(new DefinitionSet { Policies = policies }));
        return (i, facts) => compiled.Holds(policies[i], facts);
    }
}
