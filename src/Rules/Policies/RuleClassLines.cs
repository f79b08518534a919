using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A policy's conditions as explanations list them: those of its document, then its rule classes with theirs.</summary>
internal static class RuleClassLines
{
    /// <param name="policy">Its document and its rule classes are explained.</param>
    /// <param name="facts">Those of the moment.</param>
    /// <param name="agreed">At least one rule class agrees, or there are none.</param>
    public static ImmutableArray<ExplainedCondition> Conditions(PolicyDefinition policy, Facts facts, out bool agreed)
    {
        var document = Explanations.Conditions(policy.When, facts);
        try
        {
            var classes = facts.Definitions.Conditions.Explain(policy, facts);
            var agreement = classes.IsEmpty || classes.Any(c => c.Agrees);
            agreed = agreement;
            return [.. document, .. classes.SelectMany(c => Lines(c, blamed: !agreement))];
        }
#pragma warning disable CA1031 // Whatever a rule class throws, the rest of the explanation is of use.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            agreed = false;
            return [.. document, new(0, $"rule classes could not be decided: {exception.GetType().Name}", null, Holds: false) { InTheWay = true }];
        }
    }

    // With several classes one is enough: while one agrees, none of the others is in the way.
    private static IEnumerable<ExplainedCondition> Lines(ExplainedRuleClass rule, bool blamed)
    {
        yield return new(0, $"rule class \"{rule.Name}\"", null, rule.Agrees) { InTheWay = blamed, IsRuleClass = true };
        foreach (var condition in rule.Conditions)
        {
            var actual = condition.Holds switch { true => "true", false => "false", null => "not evaluated" };
            yield return new(1, condition.Text, actual, condition.Holds == true) { InTheWay = blamed && condition.Holds == false };
        }
    }
}
