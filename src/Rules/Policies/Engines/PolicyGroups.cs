using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>
/// Policies that are asked together: those with the same trigger that the look-ups find by the same values. What an engine works out for one
/// policy of a group serves the others, and no policy of another group is touched.
/// </summary>
public static class PolicyGroups
{
    /// <summary>Each enabled policy once; the groups in the order of their first policy.</summary>
    public static ImmutableArray<ImmutableArray<PolicyDefinition>> Of(CompiledDefinitions definitions)
    {
        var groups = new Dictionary<string, List<PolicyDefinition>>(StringComparer.Ordinal);
        foreach (var triggered in definitions.Active.GroupBy(TriggerKey, StringComparer.Ordinal))
        {
            PolicyDefinition[] policies = [.. triggered];
            var chosen = DistinguishingFields.Choose([.. policies.Select(p => DistinguishingTest.Of(p, Where(p)).ToList())]);
            foreach (var (field, tests) in chosen.Fields)
            {
                foreach (var (place, test) in tests)
                {
                    Add($"{triggered.Key} {field} {string.Join('|', test.Values.Select(v => $"{v.Kind}:{v.ToString().Length}:{v}").Order(StringComparer.Ordinal))}", policies[place]);
                }
            }

            foreach (var place in chosen.Undistinguished)
            {
                Add(triggered.Key, policies[place]);
            }
        }

        return [.. groups.Values.Select(g => g.ToImmutableArray())];

        void Add(string key, PolicyDefinition policy)
        {
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = []);
            }

            group.Add(policy);
        }
    }

    // By the first trigger that asks all of its policies at once. Waits, counts and schedules ask a policy alone.
    private static string TriggerKey(PolicyDefinition policy) => First(policy) is { } group ? group.Key : $"policy {policy.Id}";

    private static TriggerGroup? First(PolicyDefinition policy) => policy.Triggers.Select(t => t.Group).FirstOrDefault(g => g is not null);

    private static ImmutableArray<FieldIs> Where(PolicyDefinition policy) => First(policy)?.Where ?? [];
}
