using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>
/// What conditions cost at most, in steps: one per condition and group, those of the segments that it names included, as far as they lead.
/// Counted from the documents, so that every engine comes to the same number.
/// </summary>
internal sealed class ConditionSteps
{
    /// <summary>
    /// Most steps that one input takes. The candidates that are left at this bound count as not holding, and the decision says so; a policy
    /// alone cannot reach it within the bounds of documents.
    /// </summary>
    public const int PerInputMax = 1_000_000;

    private readonly Dictionary<PolicyDefinition, int> _ofPolicies = new(ReferenceEqualityComparer.Instance);

    public ConditionSteps(CompiledDefinitions definitions)
    {
        foreach (var policy in definitions.Policies)
        {
            _ofPolicies[policy] = Of(policy.When, definitions, new(StringComparer.Ordinal));
        }
    }

    public int Of(PolicyDefinition policy) => _ofPolicies.GetValueOrDefault(policy, 1);

    // A segment costs once, however often it is named.
    private static int Of(Condition condition, CompiledDefinitions definitions, HashSet<string> segments) =>
        1 + condition.Inner.Sum(i => Of(i, definitions, segments))
        + (condition.AskedSegment is { } named && segments.Add(named) && definitions.Segment(named) is { } segment ? Of(segment.When, definitions, segments) : 0);
}
