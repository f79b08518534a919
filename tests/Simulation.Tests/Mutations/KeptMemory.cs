using System.Runtime.ExceptionServices;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>
/// Memory is assigned before the commit, and kept when the commit fails: the customer is told that its commit went well, its caller that it
/// failed, and nobody hears what it announces.
/// </summary>
internal sealed class KeptMemory : Mutation
{
    private readonly AsyncLocal<Turn?> _turn = new();

    private sealed class Turn
    {
        public ExceptionDispatchInfo? Failure { get; set; }
    }

    public override bool Mutes => _turn.Value is { Failure: not null };

    public override ICustomerStore Of(ICustomerStore store, ICustomerEvents events) => new Store(this, store);

    public override async Task<T> Around<T>(Func<Task<T>> call)
    {
        var turn = _turn.Value = new Turn();
        var result = await call();
        turn.Failure?.Throw();
        return result;
    }

    private sealed class Store(KeptMemory mutation, ICustomerStore store) : StoreDecorator(store)
    {
        public override async Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken)
        {
            try
            {
                return await base.CommitAsync(commit, cancellationToken);
            }
            catch (IOException failure) when (mutation._turn.Value is { } turn)
            {
                mutation.Done++;
                turn.Failure = ExceptionDispatchInfo.Capture(failure);
                return CommitResult.Committed;
            }
        }
    }
}
