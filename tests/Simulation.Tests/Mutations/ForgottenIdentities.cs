using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Simulation.Tests.Story;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>A customer that is loaded does not know which identities were applied, nor does its history say.</summary>
internal sealed class ForgottenIdentities : Mutation
{
    public override ICustomerStore Of(ICustomerStore store, ICustomerEvents events) => new Store(this, store);

    private sealed class Store(ForgottenIdentities mutation, ICustomerStore store) : StoreDecorator(store)
    {
        public override async Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken)
        {
            var stored = await base.LoadAsync(key, cancellationToken);
            mutation.Done += stored is null ? 0 : 1;
            return stored is null ? null : stored with { State = Documents.Codec.Encode(Documents.Codec.Decode(stored.State) with { Recent = RecentIdentities.Empty }) };
        }

        public override Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken) =>
            Task.FromResult(ImmutableArray<StoredIdentity>.Empty);
    }
}
