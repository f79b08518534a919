using System.Collections.Immutable;
using System.Linq.Expressions;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>A condition of a rule class.</summary>
/// <param name="Text">In words, with the type it is asked of.</param>
/// <param name="Expression">What NRules asks; null: there only has to be such a fact.</param>
/// <param name="Type">The type of the facts; void where NRules rewrites the condition, so that it cannot be followed.</param>
/// <param name="Negated">No fact may meet it.</param>
internal sealed record RuleCondition(string Text, ImmutableArray<LambdaExpression> Expression, Type Type, bool Negated);

/// <summary>The conditions of a rule class in its order.</summary>
internal sealed class RuleConditions : RuleElementVisitor<ImmutableArray<RuleCondition>.Builder>
{
    private int _negated;

    private RuleConditions()
    {
    }

    public static ImmutableArray<RuleCondition> Of(IRuleDefinition rule)
    {
        var list = ImmutableArray.CreateBuilder<RuleCondition>();
        new RuleConditions().Visit(list, rule);
        return list.DrainToImmutable();
    }

    protected override RuleElement VisitNot(ImmutableArray<RuleCondition>.Builder context, NotElement element)
    {
        _negated++;
        var visited = base.VisitNot(context, element);
        _negated--;
        return visited;
    }

    protected override RuleElement VisitForAll(ImmutableArray<RuleCondition>.Builder context, ForAllElement element)
    {
        var every = string.Join(" and ", element.Patterns.SelectMany(p => Expressions(p).Select(e => ConditionText.Of(e, p.Declaration.Name))));
        context.Add(new($"every {Name(element.BasePattern)}: {every}", [], typeof(void), Negated: false));
        return element;
    }

    protected override PatternElement VisitPattern(ImmutableArray<RuleCondition>.Builder context, PatternElement element)
    {
        if (element.Source is not null)
        {
            base.VisitPattern(context, element);
        }

        var conditions = Expressions(element).ToImmutableArray();
        if (_negated > 0)
        {
            var with = conditions.IsEmpty ? "" : $": {string.Join(" and ", conditions.Select(c => ConditionText.Of(c, element.Declaration.Name)))}";
            context.Add(new($"no {Name(element)}{with}", conditions, element.ValueType, Negated: true));
            return element;
        }

        if (conditions.IsEmpty && element.Source is null && element.ValueType != typeof(PolicyFacts))
        {
            context.Add(new($"a {Name(element)}", [], element.ValueType, Negated: false));
        }

        foreach (var condition in conditions)
        {
            var text = element.ValueType == typeof(PolicyFacts) ? ConditionText.Of(condition, element.Declaration.Name) : $"{Name(element)}: {ConditionText.Of(condition, element.Declaration.Name)}";
            context.Add(new(text, [condition], element.ValueType, Negated: false));
        }

        return element;
    }

    private static IEnumerable<LambdaExpression> Expressions(PatternElement element) =>
        element.Expressions.Find(PatternElement.ConditionName).OfType<ExpressionElement>().Select(e => e.Expression);

    private static string Name(PatternElement element)
    {
        var type = element.ValueType;
        return type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? $"all {type.GetGenericArguments()[^1].Name}" : type.Name;
    }
}
