using System.Collections.Immutable;
using System.Linq.Expressions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies.Engines;
using NRules;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>Tells what a rule class decides over some facts, by NRules itself: a session of its own notes every condition that it evaluates.</summary>
internal sealed class RuleClassExplainer(IRuleDefinition rule)
{
    private readonly ImmutableArray<RuleCondition> _conditions = RuleConditions.Of(rule);
    private readonly FactTypes _types = new([rule]);
    private readonly Lazy<ISessionFactory> _factory = new(() => RuleClasses.Compile([rule]));

    public ImmutableArray<string> Conditions => [.. _conditions.Select(c => c.Text)];

    public ExplainedRuleClass Explain(Facts facts, string policy)
    {
        var met = new Dictionary<LambdaExpression, bool>(ReferenceEqualityComparer.Instance);
        var session = _factory.Value.CreateSession();
        session.Events.LhsExpressionEvaluatedEvent += (_, e) =>
        {
            if (e is { Expression: LambdaExpression expression, Result: bool holds })
            {
                // Met by one fact is met.
                met[expression] = holds || met.GetValueOrDefault(expression);
            }
        };
        var input = new PolicyFacts(facts);
        var inserted = _types.Of(input);
        RuleClasses.Fire(session, inserted, policy);
        return new ExplainedRuleClass(rule.Name, input.Agrees(policy), [.. _conditions.Select(c => new ExplainedRuleCondition(c.Text, Holds(c, met, inserted)))]);
    }

    private static bool? Holds(RuleCondition condition, Dictionary<LambdaExpression, bool> met, List<object> facts)
    {
        if (condition.Type == typeof(void))
        {
            return null;
        }

        if (condition.Expression.IsEmpty)
        {
            return facts.Exists(condition.Type.IsInstanceOfType) != condition.Negated;
        }

        // One after the other: the last is met only by a fact that meets those before it.
        var last = condition.Expression[^1];
        return condition.Negated ? !met.GetValueOrDefault(last) : met.TryGetValue(last, out var holds) ? holds : null;
    }
}
