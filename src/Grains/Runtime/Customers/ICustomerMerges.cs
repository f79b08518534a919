using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Merges customers, wherever they are held. A customer who was merged stands for the one it became a part of.</summary>
public interface ICustomerMerges
{
    /// <summary>Merges one customer into another. Redelivered, asked for by two at once, or in a circle, it is done once.</summary>
    /// <param name="from">Becomes a part of the other.</param>
    /// <param name="into">Remains.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who asked for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<MergeOutcome> MergeAsync(CustomerKey from, CustomerKey into, MergeReason reason, string by, CancellationToken cancellationToken);

    /// <summary>Undoes a merge: the customer who was merged stands for itself again.</summary>
    Task<MergeOutcome> UndoAsync(long number, string by, CancellationToken cancellationToken);

    /// <summary>What two customers would become.</summary>
    Task<MergePreview> PreviewAsync(CustomerKey from, CustomerKey into, CancellationToken cancellationToken);

    /// <summary>The customer that this one is a part of, or itself.</summary>
    Task<CustomerKey> ResolveAsync(CustomerKey key, CancellationToken cancellationToken);
}
