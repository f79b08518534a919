using System.Linq.Expressions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using NRules.RuleModel;
using NRules.RuleModel.Builders;

namespace CxOrchestrator.NRules;

/// <summary>Rule definitions of policies, in NRules' rule model.</summary>
internal static class DocumentRules
{
    private const string NamePrefix = "document:";

    /// <summary>
    /// A rule whose pattern has a condition for each one that must hold, so that policies with equal ones share nodes of the network, and whose
    /// action says that the policy's conditions hold.
    /// </summary>
    public static IRuleDefinition Of(PolicyDefinition policy, SharedConditions shared)
    {
        var builder = new RuleBuilder();
        builder.Name(NamePrefix + policy.Id);
        builder.Tag(PolicyTags.Of(policy.Id));
        var pattern = builder.LeftHandSide().Pattern(typeof(PolicyFacts), "facts");
        var facts = Expression.Parameter(typeof(PolicyFacts), pattern.Declaration.Name);
        foreach (var condition in policy.When is AllOf all ? all.Items : [policy.When])
        {
            pattern.Condition(Expression.Lambda<Func<PolicyFacts, bool>>(ConditionExpressions.Of(condition, facts, shared), facts));
        }

        var context = Expression.Parameter(typeof(IContext), "context");
        builder.RightHandSide().Action(Expression.Lambda<Action<IContext, PolicyFacts>>(
            Expression.Call(facts, nameof(PolicyFacts.Hold), null, Expression.Constant(policy.Id)), context, facts));
        return builder.Build();
    }
}
