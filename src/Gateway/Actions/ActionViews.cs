using CxOrchestrator.Api.Actions;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Actions;

/// <summary>Actions as the API says them.</summary>
internal static class ActionViews
{
    public static ActionView Of(OutboxItem item, CompiledDefinitions definitions)
    {
        var action = item.Action;
        return new ActionView
        {
            Id = action.Id,
            Kind = Names<ActionKind>.Of(action.Kind),
            Policy = action.Policy,
            PolicyName = DecisionViews.PolicyName(action.Policy, definitions),
            PolicyVersion = action.PolicyVersion,
            Customer = item.Key.Customer.Value,
            Status = Names<ActionStatus>.Of(item.Status),
            At = action.DecidedAt,
            StatusAt = item.StatusAt,
            ExpiresAt = action.ExpiresAt,
            Reason = Names<HoldReason>.Of(item.Reason),
            ReasonText = item.HeldBy ?? DecisionViews.ReasonText(item.Reason, item.NextAt, action.Channel),
            NextAt = item.NextAt,
            Attempts = item.Attempts,
            LastError = item.LastError,
            Channel = action.Channel,
            Journey = action.Journey,
            Correlation = action.Correlation,
            Content = action.Content.ToDictionary(c => c.Key, c => c.Value),
        };
    }
}
