using System.Collections.Immutable;
using System.Linq.Expressions;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.NRules;

/// <summary>Makes expressions over <see cref="PolicyFacts"/> of conditions. A kind of condition without a place here is interpreted.</summary>
internal static class ConditionExpressions
{
    // The one place where a kind of condition gets its expression.
    public static Expression Of(Condition condition, ParameterExpression facts, SharedConditions shared) => condition switch
    {
        AllOf all => Joined(all.Items, facts, shared, Expression.AndAlso, empty: true),
        AnyOf any => Joined(any.Items, facts, shared, Expression.OrElse, empty: false),
        NoneOf none => Expression.Not(Joined(none.Items, facts, shared, Expression.OrElse, empty: false)),
        FieldIs field => Expression.Call(facts, nameof(PolicyFacts.Compares), null, Expression.Constant(shared.Of(field))),
        InSegment segment => Expression.Call(facts, nameof(PolicyFacts.IsMember), null, Expression.Constant(segment)),
        _ => Expression.Call(facts, nameof(PolicyFacts.Interprets), null, Expression.Constant(condition, typeof(Condition))),
    };

    // In halves: a chain would be as deep as the group is long.
    private static Expression Joined(
        ImmutableArray<Condition> items, ParameterExpression facts, SharedConditions shared, Func<Expression, Expression, Expression> join, bool empty) => items switch
        {
            [] => Expression.Constant(empty),
            [var only] => Of(only, facts, shared),
            _ => join(
                Joined(items[..(items.Length / 2)], facts, shared, join, empty), Joined(items[(items.Length / 2)..], facts, shared, join, empty)),
        };
}
