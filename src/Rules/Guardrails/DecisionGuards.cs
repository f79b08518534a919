using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>What holds back a policy whose conditions hold.</summary>
/// <param name="Reason">Which limit.</param>
/// <param name="Text">In words.</param>
internal sealed record DecisionGuard(HoldReason Reason, string Text)
{
    /// <summary>When it could act; null: never, or nobody can tell.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The policy that won instead.</summary>
    public string? Competitor { get; init; }

    /// <summary>It would have fired, were the customer not in a control group.</summary>
    public bool IsControlGroup { get; init; }
}

/// <summary>The limits that a decision meets before there is any action: rollout, cooldown, exclusion groups and control groups, in this order.</summary>
internal static class DecisionGuards
{
    /// <summary>The first that holds it back; null: it fires.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="definitions">The published definitions.</param>
    /// <param name="policy">Its conditions hold.</param>
    /// <param name="at">Effective time.</param>
    /// <param name="winner">The policy of its group that fired on the same input; null: none did.</param>
    public static DecisionGuard? Of(CustomerState state, CompiledDefinitions definitions, PolicyDefinition policy, DateTimeOffset at, string? winner)
    {
        if (OutsideRollout(state, policy))
        {
            return new(HoldReason.Rollout, RolloutText(policy));
        }

        if (Cooldowns.RestsUntil(state, policy, at) is { } until)
        {
            return new(HoldReason.Cooldown, CooldownText(policy)) { NextAt = until };
        }

        return OfGroup(state, definitions, policy, at, winner) ?? OfControlGroup(state, definitions, policy);
    }

    /// <summary>All that concern a policy, with whether they would hold it back now.</summary>
    public static IEnumerable<(DecisionGuard Guard, bool Passes)> All(CustomerState state, CompiledDefinitions definitions, PolicyDefinition policy, DateTimeOffset at)
    {
        if (policy.Rollout < 100)
        {
            yield return (new(HoldReason.Rollout, RolloutText(policy)), !OutsideRollout(state, policy));
        }

        if (policy.Cooldown is not null)
        {
            var until = Cooldowns.RestsUntil(state, policy, at);
            yield return (new(HoldReason.Cooldown, CooldownText(policy)) { NextAt = until }, until is null);
        }

        if (policy.Group is { } group)
        {
            var held = OfGroup(state, definitions, policy, at, null);
            yield return (held ?? new(HoldReason.Group, GroupText(definitions, group)), held is null);
        }

        if (definitions.Set.Guardrails.GlobalControlGroup > 0 || policy.ControlGroup > 0)
        {
            var held = OfControlGroup(state, definitions, policy);
            yield return (held ?? new(HoldReason.ControlGroup, ControlGroupText(definitions, policy)), held is null);
        }
    }

    // "ramp" and "holdout" are salts of stored selections: another text would select other customers.
    private static bool OutsideRollout(CustomerState state, PolicyDefinition policy) =>
        policy.Rollout < 100 && StableHash.Percent("ramp", policy.Id, state.Customer.Value) >= policy.Rollout;

    private static DecisionGuard? OfGroup(CustomerState state, CompiledDefinitions definitions, PolicyDefinition policy, DateTimeOffset at, string? winner)
    {
        if (policy.Group is not { } group)
        {
            return null;
        }

        var text = GroupText(definitions, group);
        if (winner is not null)
        {
            return new(HoldReason.Group, text) { Competitor = winner, NextAt = WindowEnd(definitions, group, at) };
        }

        foreach (var mark in state.GroupMarks)
        {
            if (string.Equals(mark.Group, group, StringComparison.Ordinal) && mark.Standing > 0
                && WindowEnd(definitions, group, mark.At) is { } ends && ends > at)
            {
                return new(HoldReason.Group, text) { Competitor = mark.Policy, NextAt = ends };
            }
        }

        return null;
    }

    // The global control group comes first: it is the reason given also for customers in the policy's own.
    private static DecisionGuard? OfControlGroup(CustomerState state, CompiledDefinitions definitions, PolicyDefinition policy)
    {
        var global = definitions.Set.Guardrails.GlobalControlGroup;
        if (global > 0 && StableHash.Percent("holdout", "", state.Customer.Value) < global)
        {
            return new(HoldReason.GlobalControlGroup, FormattableString.Invariant($"{global:0.##} % of the customers are in the global control group")) { IsControlGroup = true };
        }

        return policy.ControlGroup > 0 && StableHash.Percent("holdout", policy.Id, state.Customer.Value) < policy.ControlGroup
            ? new(HoldReason.ControlGroup, ControlGroupText(definitions, policy)) { IsControlGroup = true }
            : null;
    }

    private static DateTimeOffset? WindowEnd(CompiledDefinitions definitions, string group, DateTimeOffset from) =>
        definitions.Set.Guardrails.Group(group)?.Window is { } window ? from + window : null;

    private static string RolloutText(PolicyDefinition policy) => FormattableString.Invariant($"Acts for {policy.Rollout:0.##} % of the customers so far");

    private static string CooldownText(PolicyDefinition policy) => $"Acts at most once in {Wording.Of(policy.Cooldown!.Value)} for a customer";

    private static string GroupText(CompiledDefinitions definitions, string group) => definitions.Set.Guardrails.Group(group)?.Window is { } window
        ? $"Group {group}: one policy at a time, and at most one in {Wording.Of(window)}"
        : $"Group {group}: one policy at a time";

    private static string ControlGroupText(CompiledDefinitions definitions, PolicyDefinition policy) => policy.ControlGroup > 0
        ? FormattableString.Invariant($"{policy.ControlGroup:0.##} % of the customers are in the control group")
        : FormattableString.Invariant($"{definitions.Set.Guardrails.GlobalControlGroup:0.##} % of the customers are in the global control group");
}
