using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Simulation.Tests.Story;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>A customer's new state is announced before it is committed.</summary>
internal sealed class EarlyEvent : Mutation
{
    public override ICustomerStore Of(ICustomerStore store, ICustomerEvents events) => new Store(this, store, events);

    private sealed class Store(EarlyEvent mutation, ICustomerStore store, ICustomerEvents events) : StoreDecorator(store)
    {
        public override Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken)
        {
            mutation.Done++;
            events.Changed(new CustomerChange { Tenant = commit.Key.Tenant, State = Documents.Codec.Decode(commit.State), AtRisk = commit.AtRisk is not null });
            return base.CommitAsync(commit, cancellationToken);
        }
    }
}
