using CxOrchestrator.Api.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Views;

/// <summary>Why a policy would or would not act, as the API says it.</summary>
internal static class WhyViews
{
    public static WhyView Of(string customer, Explanation explanation, DateTimeOffset? triggeredAt, IReadOnlyList<DecisionView> decisions) => new()
    {
        Customer = customer,
        Policy = explanation.Policy.Id,
        PolicyName = explanation.Policy.Name,
        PolicyVersion = explanation.Policy.Version,
        Enabled = explanation.Policy.Enabled,
        Triggers = explanation.Triggers,
        TriggeredAt = triggeredAt,
        Conditions = [.. explanation.Conditions.Select(c => new ConditionView { Level = c.Level, Text = c.Text, Actual = c.Actual, Holds = c.Holds })],
        ConditionsHold = explanation.ConditionsHold,
        Limits =
        [
            .. explanation.Limits.Select(l => new LimitView { Kind = Names<HoldReason>.Of(l.Reason), Text = l.Text, Holds = !l.Passes, NextAt = l.NextAt }),
        ],
        Answer = Answer(explanation, triggeredAt, decisions),
        Decisions = decisions,
    };

    private static string Answer(Explanation explanation, DateTimeOffset? triggeredAt, IReadOnlyList<DecisionView> decisions)
    {
        if (!explanation.Policy.Enabled)
        {
            return "It is switched off.";
        }

        var newest = decisions.Count > 0 ? decisions[0] : null;
        if (newest is { Outcome: "fired" } && (triggeredAt is null || newest.At >= triggeredAt))
        {
            return $"It acted on {Times.Said(newest.At)}: {newest.Because}.";
        }

        if (newest is { Outcome: "held" } && (triggeredAt is null || newest.At >= triggeredAt))
        {
            return $"It was held back on {Times.Said(newest.At)}: {newest.ReasonText ?? newest.Reason}.";
        }

        if (newest is { Outcome: "heldOut" } && (triggeredAt is null || newest.At >= triggeredAt))
        {
            return $"It would have acted on {Times.Said(newest.At)}: {newest.ReasonText ?? newest.Reason}.";
        }

        if (triggeredAt is null)
        {
            return $"It has not been set off: {string.Join("; or ", explanation.Triggers)} — none of that happened lately.";
        }

        if (explanation.Conditions.FirstOrDefault(c => !c.Holds && c.Actual is not null) is { } failed && !explanation.ConditionsHold)
        {
            return $"It was set off on {Times.Said(triggeredAt.Value)}, and now {failed.Text} does not hold: the value is {failed.Actual}.";
        }

        return explanation.Limits.FirstOrDefault(l => !l.Passes) is { } limit
            ? $"It would be held back now: {limit.Text}."
            : "Its conditions hold now and nothing holds it back: it acts the next time it is set off.";
    }
}
