using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Customers;

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
            ReasonText = ReasonText(decision, definitions),
            NextAt = decision.NextAt,
            Competitor = decision.Competitor,
            Actions = decision.Actions,
        };
    }

    public static string? ReasonText(PolicyDecision decision, CompiledDefinitions definitions) => decision switch
    {
        { Reason: HoldReason.Group, Competitor: { } winner } => $"{PolicyName(winner, definitions)} went first; {decision.Limit}",
        { Reason: not HoldReason.Cooldown, Limit: { } limit } => limit,
        _ => ReasonText(decision.Reason, decision.NextAt, null),
    };

    public static string PolicyName(string policy, CompiledDefinitions definitions) => definitions.Policy(policy)?.Name ?? policy;

    /// <summary>What held or refused, in words; null where nothing did.</summary>
    public static string? ReasonText(HoldReason reason, DateTimeOffset? nextAt, string? channel) => reason switch
    {
        HoldReason.None => null,
        HoldReason.Cooldown when nextAt is { } until => $"cooldown until {Times.Said(until)}",
        HoldReason.Cooldown => "cooldown after acting for this customer",
        HoldReason.Consent => $"no opt-in to {channel ?? "the channel"}",
        HoldReason.Expired => "expired before it was sent",
        HoldReason.KillSwitch => "all sending is stopped",
        HoldReason.PolicyStopped => "the policy is stopped",
        HoldReason.CustomerSuppressed => "the customer is suppressed for a time",
        HoldReason.OpenCase => "no promotions while a case is open",
        HoldReason.OpenLowPoint => "no promotions while a low point is open",
        HoldReason.QuietHours => "quiet hours in the customer's time zone",
        HoldReason.FrequencyCap => "frequency cap reached",
        HoldReason.Budget => "the policy's daily budget is spent",
        HoldReason.Queue => "the queue's limit is reached",
        HoldReason.Codes => "the code pool is empty",
        HoldReason.PolicyPaused => "the policy is paused",
        HoldReason.WaitsFull => "the customer has the maximum number of pending waits",
        HoldReason.StepGone => "the policy no longer has the step the customer was waiting at",
        HoldReason.TemplateFailed => "the template failed",
        HoldReason.NothingSent => "nothing before the wait could be sent",
        HoldReason.ChannelSuppressed => $"{channel ?? "the channel"} is suppressed for the customer",
        _ => Names<HoldReason>.Of(reason),
    };
}
