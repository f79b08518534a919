using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>A customer that is loaded does not know what it was brought from the log.</summary>
internal sealed class ForgottenPositions : Mutation
{
    public override ICustomerStore Of(ICustomerStore store, ICustomerEvents events) => new Store(this, store);

    private sealed class Store(ForgottenPositions mutation, ICustomerStore store) : StoreDecorator(store)
    {
        public override async Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken)
        {
            var stored = await base.LoadAsync(key, cancellationToken);
            mutation.Done += stored is null ? 0 : 1;
            return stored is null ? null : stored with { Positions = [] };
        }
    }
}
