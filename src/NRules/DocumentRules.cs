using System.Collections.Immutable;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using NRules.RuleModel;
using NRules.RuleModel.Builders;

namespace CxOrchestrator.NRules;

/// <summary>Rule definitions of policies, in NRules' rule model.</summary>
internal static class DocumentRules
{
    private static readonly MethodInfo Meets = typeof(DocumentFacts).GetMethod(nameof(DocumentFacts.Meets))!;
    private static readonly MethodInfo Hold = typeof(DocumentFacts).GetMethod(nameof(DocumentFacts.Hold))!;

    /// <summary>
    /// A rule named by the policy's place in its group. Its pattern has a condition for each test, so that policies with equal ones share nodes
    /// of the network; its action says that the policy's conditions hold.
    /// </summary>
    public static IRuleDefinition Of(PolicyDefinition policy, int place, ImmutableArray<Func<Facts, bool>> tests)
    {
        var builder = new RuleBuilder();
        builder.Name(place.ToString(CultureInfo.InvariantCulture));
        builder.Description(policy.Id);
        var pattern = builder.LeftHandSide().Pattern(typeof(DocumentFacts), "facts");
        var facts = Expression.Parameter(typeof(DocumentFacts), pattern.Declaration.Name);
        foreach (var test in tests)
        {
            pattern.Condition(Expression.Lambda<Func<DocumentFacts, bool>>(Expression.Call(facts, Meets, Expression.Constant(test)), facts));
        }

        var context = Expression.Parameter(typeof(IContext), "context");
        builder.RightHandSide().Action(Expression.Lambda<Action<IContext, DocumentFacts>>(Expression.Call(facts, Hold, Expression.Constant(place)), context, facts));
        return builder.Build();
    }
}
