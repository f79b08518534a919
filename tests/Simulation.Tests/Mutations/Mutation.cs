using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>Something wrong that is put between the product's parts on purpose, to see that it is noticed. This one is none.</summary>
internal class Mutation
{
    public static Mutation None { get; } = new();

    /// <summary>What was published just now is kept from everybody.</summary>
    public virtual bool Mutes => false;

    /// <summary>How often it did what it does.</summary>
    public int Done { get; protected set; }

    /// <summary>The store as customers see it.</summary>
    public virtual ICustomerStore Of(ICustomerStore store, ICustomerEvents events) => store;

    /// <summary>The partition as a reader sees it.</summary>
    public virtual ILogPartition Of(ILogPartition partition) => partition;

    /// <summary>How far the log was read, as timers see it.</summary>
    public virtual IReadThrough Of(IReadThrough read, World world) => read;

    /// <summary>A call of a customer, in its turn.</summary>
    public virtual Task<T> Around<T>(Func<Task<T>> call) => call();
}
