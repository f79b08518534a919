using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>Notifies screens of every change to a case once it is stored: the operator who claims one must see that they have it, and others that it is claimed.</summary>
internal sealed class NotifyingCaseStore(ICaseStore cases, ICustomerEvents events) : ICaseStore
{
    public Task<StoredCase?> GetAsync(string id, CancellationToken cancellationToken) => cases.GetAsync(id, cancellationToken);

    public Task<Page<StoredCase>> ListAsync(CaseQuery query, CancellationToken cancellationToken) => cases.ListAsync(query, cancellationToken);

    public Task<(CaseChangeResult Result, StoredCase? Case)> ClaimAsync(string id, string by, CancellationToken cancellationToken) =>
        NotifyAsync(cases.ClaimAsync(id, by, cancellationToken));

    public Task<(CaseChangeResult Result, StoredCase? Case)> ReleaseAsync(string id, string by, CancellationToken cancellationToken) =>
        NotifyAsync(cases.ReleaseAsync(id, by, cancellationToken));

    public Task<(CaseChangeResult Result, StoredCase? Case)> CompleteAsync(string id, string by, string disposition, string? note, CancellationToken cancellationToken) =>
        NotifyAsync(cases.CompleteAsync(id, by, disposition, note, cancellationToken));

    public Task<(CaseChangeResult Result, StoredCase? Case)> ReopenAsync(string id, string by, CancellationToken cancellationToken) =>
        NotifyAsync(cases.ReopenAsync(id, by, cancellationToken));

    public Task<ImmutableArray<StoredCase>> UnannouncedAsync(int limit, CancellationToken cancellationToken) => cases.UnannouncedAsync(limit, cancellationToken);

    public Task AnnouncedAsync(ImmutableArray<string> ids, CancellationToken cancellationToken) => cases.AnnouncedAsync(ids, cancellationToken);

    public Task<CaseCounts> CountsAsync(CancellationToken cancellationToken) => cases.CountsAsync(cancellationToken);

    private async Task<(CaseChangeResult Result, StoredCase? Case)> NotifyAsync(Task<(CaseChangeResult Result, StoredCase? Case)> change)
    {
        var (result, stored) = await change;
        if (result == CaseChangeResult.Done && stored is not null)
        {
            events.Changed(new CaseChange
            {
                Tenant = stored.Key.Tenant,
                Customer = stored.Key.Customer.Value,
                Case = stored.Id,
                Status = stored.Status.ToString().ToLowerInvariant(),
                ClaimedBy = stored.ClaimedBy,
            });
        }

        return (result, stored);
    }
}
