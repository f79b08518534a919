using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>
/// A network for each group of policies that are asked together, and one for the rule classes about each policy. An input takes its facts
/// through the networks of those policies only that the look-ups found.
/// </summary>
internal sealed class NRulesConditions : IPolicyConditions
{
    private readonly FrozenDictionary<PolicyDefinition, Place> _places;
    private readonly FrozenDictionary<string, RuleClasses> _classes;

    /// <param name="definitions">The set.</param>
    /// <param name="written">Rule classes; those about policies that the set does not have are left out.</param>
    public NRulesConditions(CompiledDefinitions definitions, ImmutableArray<IRuleDefinition> written)
    {
        var conditions = new SharedTests(definitions);
        var groups = PolicyGroups.Of(definitions);
        var places = new Dictionary<PolicyDefinition, Place>(ReferenceEqualityComparer.Instance);
        foreach (var group in groups)
        {
            var network = new PolicyNetwork(group, conditions, groups.Length);
            for (var i = 0; i < group.Length; i++)
            {
                places[group[i]] = new Place(network, i);
            }
        }

        _places = places.ToFrozenDictionary(ReferenceEqualityComparer.Instance);
        _classes = (from rule in written
                    from policy in PolicyTags.PoliciesOf(rule).Distinct(StringComparer.Ordinal)
                    where definitions.Policy(policy) is not null
                    group rule by policy).ToFrozenDictionary(g => g.Key, g => new RuleClasses(g.Key, [.. g]), StringComparer.Ordinal);
    }

    private readonly record struct Place(PolicyNetwork Network, int Index);

    public bool Holds(PolicyDefinition policy, Facts facts) =>
        (_places.TryGetValue(policy, out var place) ? Ask(place, facts) : Conditional.Holds(policy.When, facts))
        && (_classes.Count == 0 || !_classes.TryGetValue(policy.Id, out var classes) || classes.Agree(facts));

    public ImmutableArray<ExplainedRuleClass> Explain(PolicyDefinition policy, Facts facts) =>
        _classes.TryGetValue(policy.Id, out var classes) ? classes.Explain(facts) : [];

    // What was worked out for the first policy of a group serves the others; an input asks few groups, so a list is enough.
    private static bool Ask(Place place, Facts facts)
    {
        var newest = (GroupAnswer?)facts.Answers;
        for (var answer = newest; answer is not null; answer = answer.Next)
        {
            if (ReferenceEquals(answer.Network, place.Network))
            {
                return answer.Holds(place.Index);
            }
        }

        var made = place.Network.Ask(facts, newest);
        facts.Answers = made;
        return made.Holds(place.Index);
    }
}
