using CxOrchestrator.Api.Cases;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Cases;

/// <summary>Cases as the API says them.</summary>
internal static class CaseViews
{
    public static CaseView Of(StoredCase stored, string? name, CompiledDefinitions definitions, DateTimeOffset now) => new()
    {
        Id = stored.Id,
        Customer = stored.Key.Customer.Value,
        CustomerName = name,
        Queue = stored.Queue,
        Priority = Names<CasePriority>.Of(stored.Priority),
        Reason = stored.Reason,
        Policy = stored.Policy,
        PolicyName = DecisionViews.PolicyName(stored.Policy, definitions),
        Journey = stored.Journey,
        Correlation = stored.Correlation,
        Status = Names<CaseStatus>.Of(stored.Status),
        Overdue = stored.Status != CaseStatus.Completed && stored.DueAt < now,
        OpenedAt = stored.OpenedAt,
        DueAt = stored.DueAt,
        ClaimedBy = stored.ClaimedBy,
        ClaimedAt = stored.ClaimedAt,
        Disposition = stored.Disposition,
        Note = stored.Note,
        CompletedAt = stored.CompletedAt,
        Version = stored.Version,
    };
}
