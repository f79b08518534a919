using System.Collections.Immutable;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>Why a policy would or would not act, as the API says it.</summary>
internal static class WhyViews
{
    public static WhyView Of(
        string customer, Explanation explanation, TriggerFinding triggers, ImmutableArray<Consideration> considered, IReadOnlyList<DecisionView> decisions) => new()
        {
            Customer = customer,
            Policy = explanation.Policy.Id,
            PolicyName = explanation.Policy.Name,
            PolicyVersion = explanation.Policy.Version,
            Enabled = explanation.Policy.Enabled,
            Triggers = explanation.Triggers,
            TriggeredAt = Newest(triggers.NewestAt, considered, decisions),
            Conditions = ConditionViews.Of(explanation.Conditions),
            ConditionsHold = explanation.ConditionsHold,
            Limits =
        [
            .. explanation.Limits.Select(l => new LimitView { Kind = Names<HoldReason>.Of(l.Reason), Text = l.Text, Holds = !l.Passes, NextAt = l.NextAt }),
        ],
            Answer = Answer(explanation, triggers, considered, decisions),
            Decisions = decisions,
            Considered =
        [
            .. considered.Select(c => new ConsideredView { At = c.At, PolicyVersion = c.PolicyVersion, Because = c.Because, Conditions = ConditionViews.Of(c.Conditions) }),
        ],
        };

    // Never said of a trigger that could not be looked for.
    private static string NotTriggered(Explanation explanation, TriggerFinding triggers)
    {
        var texts = explanation.Policy.Triggers.Zip(explanation.Triggers, (trigger, text) => (Trigger: trigger, Text: text)).ToLookup(t => triggers.Untold.Contains(t.Trigger), t => t.Text);
        if (triggers.Untold.IsEmpty)
        {
            return $"It has not been triggered: {string.Join("; or ", explanation.Triggers)} — none of that {(triggers.Whole ? "has happened" : "happened lately")}.";
        }

        var rest = texts[false].Any() ? $" None of this happened lately: {string.Join("; or ", texts[false])}." : "";
        return $"Whether it was triggered cannot be determined. This depends on inputs that are no longer stored: {string.Join("; or ", texts[true])}.{rest}";
    }

    // What the policy itself did or considered tells best; the marks of the history know some triggers only.
    private static DateTimeOffset? Newest(DateTimeOffset? triggeredAt, ImmutableArray<Consideration> considered, IReadOnlyList<DecisionView> decisions)
    {
        DateTimeOffset?[] times = [triggeredAt, considered.IsEmpty ? null : considered[0].At, decisions.Count > 0 ? decisions[0].At : null];
        return times.Max();
    }

    private static string Answer(Explanation explanation, TriggerFinding triggers, ImmutableArray<Consideration> considered, IReadOnlyList<DecisionView> decisions)
    {
        var triggeredAt = Newest(triggers.NewestAt, considered, decisions);
        if (!explanation.Policy.Enabled)
        {
            return "It is disabled.";
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

        if (newest is { Outcome: "controlGroup" } && (triggeredAt is null || newest.At >= triggeredAt))
        {
            return $"It would have acted on {Times.Said(newest.At)}: {newest.ReasonText ?? newest.Reason}.";
        }

        if (!considered.IsEmpty && considered[0] is var last && (newest is null || last.At > newest.At) && ConditionViews.InTheWay(last.Conditions, past: true) is { } missing)
        {
            return $"It was triggered on {Times.Said(last.At)} ({last.Because}), and {missing}.";
        }

        if (triggeredAt is null)
        {
            return NotTriggered(explanation, triggers);
        }

        if (!explanation.ConditionsHold)
        {
            return $"It was triggered on {Times.Said(triggeredAt.Value)}, and now {ConditionViews.InTheWay(explanation.Conditions, past: false) ?? "its conditions do not hold"}.";
        }

        return explanation.Limits.FirstOrDefault(l => !l.Passes) is { } limit
            ? $"It would be held back now: {limit.Text}."
            : "Its conditions hold now and nothing holds it back: it acts the next time it is triggered.";
    }
}
