using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>A store that does what another one does, but for what a mutation changes.</summary>
internal class StoreDecorator(ICustomerStore store) : ICustomerStore
{
    public virtual Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken) => store.LoadAsync(key, cancellationToken);

    public virtual Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken) => store.CommitAsync(commit, cancellationToken);

    public virtual Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken) =>
        store.FindAsync(key, identityHashes, cancellationToken);

    public Task<ImmutableArray<DecidedAction>> LoadActionsAsync(CustomerKey key, ImmutableArray<string> actions, CancellationToken cancellationToken) =>
        store.LoadActionsAsync(key, actions, cancellationToken);

    public Task<(AdmissionFacts Facts, long Version)> LoadFactsAsync(CustomerKey key, CancellationToken cancellationToken) =>
        store.LoadFactsAsync(key, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> LoadUsedAsync(ImmutableArray<string> limits, CancellationToken cancellationToken) =>
        store.LoadUsedAsync(limits, cancellationToken);
}
