using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Silo.Catalogue;
using CxOrchestrator.Storage.Telemetry;

namespace CxOrchestrator.Silo.Telemetry;

/// <summary>Counts what customers' commits brought, once they are stored.</summary>
internal sealed class MeasuredCustomerStore(ICustomerStore store, SiloMetrics metrics, CatalogueGatherer? catalogue = null) : ICustomerStore
{
    public Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken) => store.LoadAsync(key, cancellationToken);

    public async Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken)
    {
        using var span = Tracing.Commit();
        var result = await store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        metrics.Committed(commit, result);
        if (result == CommitResult.Committed)
        {
            catalogue?.Stored(commit.Key, commit.History);
        }

        return result;
    }

    public Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken) =>
        store.FindAsync(key, identityHashes, cancellationToken);

    public Task<ImmutableArray<DecidedAction>> LoadActionsAsync(CustomerKey key, ImmutableArray<string> actions, CancellationToken cancellationToken) =>
        store.LoadActionsAsync(key, actions, cancellationToken);

    public Task<(AdmissionFacts Facts, long Version)> LoadFactsAsync(CustomerKey key, CancellationToken cancellationToken) =>
        store.LoadFactsAsync(key, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> LoadUsedAsync(ImmutableArray<string> limits, CancellationToken cancellationToken) =>
        store.LoadUsedAsync(limits, cancellationToken);
}
