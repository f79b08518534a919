using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>A field and the only values with which a policy can act.</summary>
internal readonly record struct DistinguishingTest(FieldPath Field, ImmutableArray<Scalar> Values)
{
    /// <summary>Those that must all hold: in the trigger, and in the groups of the conditions that all must hold.</summary>
    public static IEnumerable<DistinguishingTest> Of(PolicyDefinition policy, ImmutableArray<FieldIs> where) =>
        where.SelectMany(w => w.Necessary).Concat(policy.When.Necessary).Select(f => new DistinguishingTest(f.Field, [.. f.Values.Distinct()]));
}
