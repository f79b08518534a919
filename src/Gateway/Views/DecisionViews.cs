using CxOrchestrator.Api.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Silo.Storage;

namespace CxOrchestrator.Gateway.Views;

/// <summary>Decisions as the API says them.</summary>
internal static class DecisionViews
{
    public static DecisionView Of(StoredDecisionRow row, CompiledDefinitions definitions)
    {
        var decision = row.Decision;
        return new DecisionView
        {
            Customer = row.Key.Customer.Value,
            Sequence = row.Sequence,
            Policy = decision.Policy,
            PolicyName = PolicyName(decision.Policy, definitions),
            PolicyVersion = decision.PolicyVersion,
            Outcome = Names<PolicyOutcome>.Of(decision.Outcome),
            At = decision.At,
            Because = decision.Because,
            Journey = decision.Journey,
            Correlation = decision.Correlation,
            Reason = Names<HoldReason>.Of(decision.Reason),
            ReasonText = ReasonText(decision.Reason, decision.NextAt, null),
            NextAt = decision.NextAt,
            Actions = decision.Actions,
        };
    }

    public static string PolicyName(string policy, CompiledDefinitions definitions) => definitions.Policy(policy)?.Name ?? policy;

    /// <summary>What held or refused, in words; null where nothing did.</summary>
    public static string? ReasonText(HoldReason reason, DateTimeOffset? nextAt, string? channel) => reason switch
    {
        HoldReason.None => null,
        HoldReason.Cooldown when nextAt is { } until => $"rests until {Times.Said(until)} after acting for this customer",
        HoldReason.Cooldown => "rests after acting for this customer",
        HoldReason.Consent => $"the customer did not agree to {channel ?? "the channel"}",
        HoldReason.Expired => "too old to be sent",
        HoldReason.KillSwitch => "all sending is stopped",
        _ => Names<HoldReason>.Of(reason),
    };
}
