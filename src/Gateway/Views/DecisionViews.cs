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
        HoldReason.Cooldown when nextAt is { } until => $"rests until {Times.Said(until)} after acting for this customer",
        HoldReason.Cooldown => "rests after acting for this customer",
        HoldReason.Consent => $"the customer did not agree to {channel ?? "the channel"}",
        HoldReason.Expired => "too old to be sent",
        HoldReason.KillSwitch => "all sending is stopped",
        HoldReason.PolicyStopped => "the policy is stopped",
        HoldReason.Muted => "the customer is left alone for a time",
        HoldReason.OpenCase => "no promotions while a case is open",
        HoldReason.OpenLowPoint => "no promotions while a low point is open",
        HoldReason.QuietHours => "it is quiet hours where the customer lives",
        HoldReason.Cap => "the customer got as many messages and offers as they may",
        HoldReason.Budget => "the policy has given away what it may in a day",
        HoldReason.Queue => "the queue takes no more callbacks now",
        HoldReason.Codes => "the pool has no code left",
        HoldReason.PolicyPaused => "the policy is paused",
        HoldReason.WaitsFull => "the customer has as many pending waits as there may be",
        HoldReason.StepGone => "the policy no longer has the step that the customer waited at",
        HoldReason.TemplateFailed => "the template failed",
        HoldReason.NothingSent => "what the policy waited for an answer to could not be sent",
        HoldReason.Suppressed => $"{channel ?? "the channel"} does not reach the customer any more",
        _ => Names<HoldReason>.Of(reason),
    };
}
