using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>A field and the only values with which a policy can act.</summary>
internal readonly record struct DistinguishingTest(FieldPath Field, ImmutableArray<Scalar> Values)
{
    /// <summary>Those that must all hold: in the trigger, and in the groups of the conditions that all must hold.</summary>
    public static IEnumerable<DistinguishingTest> Of(PolicyDefinition policy, ImmutableArray<FieldIs> where) =>
        where.SelectMany(Necessary).Concat(Necessary(policy.When));

    private static IEnumerable<DistinguishingTest> Necessary(Condition condition) => condition switch
    {
        AllOf all => all.Items.SelectMany(Necessary),
        FieldIs { Comparison: Comparison.Is or Comparison.In } field => [new(field.Field, [.. field.Values.Distinct()])],
        _ => [],
    };
}
