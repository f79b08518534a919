using System.Collections.Immutable;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>Conditions with their values, as the API says them.</summary>
internal static class ConditionViews
{
    /// <summary>Most conditions that one sentence names.</summary>
    private const int NamedMax = 3;

    public static IReadOnlyList<ConditionView> Of(ImmutableArray<ExplainedCondition> conditions) =>
    [
        .. conditions.Select(c => new ConditionView { Level = c.Level, Text = c.Text, Actual = c.Actual, Holds = c.Holds, Wanted = c.Wanted, InTheWay = c.InTheWay }),
    ];

    /// <summary>What stopped a policy, as a part of a sentence; null where nothing that can be named did.</summary>
    /// <param name="conditions">In the order of the document.</param>
    /// <param name="past">They are of a moment that is over.</param>
    public static string? InTheWay(ImmutableArray<ExplainedCondition> conditions, bool past)
    {
        var first = conditions.IndexOf(conditions.FirstOrDefault(c => c is { Level: 0, InTheWay: true })!);
        if (first < 0)
        {
            return null;
        }

        if (conditions[first].Actual is not null)
        {
            return Said(conditions[first], past);
        }

        // Of a group: those in it, which may well be groups again.
        var named = conditions.Skip(first + 1).TakeWhile(c => c.Level > 0).Where(c => c is { InTheWay: true, Actual: not null }).Take(NamedMax).Select(c => Said(c, past)).ToList();
        var parts = string.Join(", and ", named);
        return conditions[first].IsRuleClass ? $"the {conditions[first].Text} {(past ? "did" : "does")} not agree{(named.Count == 0 ? "" : $": {parts}")}"
            : named.Count == 0 ? null
            : parts;
    }

    private static string Said(ExplainedCondition condition, bool past) =>
        $"{condition.Text} {(condition.Wanted ? past ? "did not hold" : "does not hold" : past ? "held, which must not be" : "holds, which must not be")}: the value {(past ? "was" : "is")} {condition.Actual}";
}
