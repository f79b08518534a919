using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Rules.Policies;

internal static class Cooldowns
{
    /// <summary>When the policy may act for the customer again; null where it may now. Actions decided and not refused count.</summary>
    public static DateTimeOffset? RestsUntil(CustomerState state, PolicyDefinition policy, DateTimeOffset at) =>
        policy.Cooldown is { } cooldown
        && Mark(state, policy.Id) is { Standing: > 0 } mark
        && mark.At + cooldown is var until
        && until > at
            ? until
            : null;

    public static PolicyMark? Mark(CustomerState state, string policy)
    {
        foreach (var mark in state.PolicyMarks)
        {
            if (string.Equals(mark.Policy, policy, StringComparison.Ordinal))
            {
                return mark;
            }
        }

        return null;
    }
}
