using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Merges of customers. Histories stay where they are; what acts on a customer follows it, and knows whose it was.</summary>
public interface ICustomerMergeStore
{
    /// <summary>A number that no merge has.</summary>
    Task<long> NextNumberAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes both rows, the merge, and what follows (actions, cases, consents, suppressions) in one transaction, or nothing. <see cref="CommitResult.Conflict"/>:
    /// one of the rows has another version. Where it throws, <see cref="GetAsync"/> says whether it was written.
    /// </summary>
    Task<CommitResult> WriteAsync(MergeCommit commit, CancellationToken cancellationToken);

    /// <summary>Null: there is no such merge.</summary>
    Task<StoredMerge?> GetAsync(long number, CancellationToken cancellationToken);

    /// <summary>The remaining customer's state before the merge; empty where there is none.</summary>
    Task<ReadOnlyMemory<byte>> IntoBeforeAsync(long number, CancellationToken cancellationToken);

    /// <summary>Whose part the customer is; null: nobody's.</summary>
    Task<CustomerKey?> IntoAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>The customer's touchpoints and firings, oldest first; at most that many.</summary>
    Task<ImmutableArray<HistoryEntry>> InputsAsync(CustomerKey key, int limit, CancellationToken cancellationToken);

    /// <summary>The customer's actions that wait for admission, oldest first; at most that many.</summary>
    Task<ImmutableArray<DecidedAction>> WaitingAsync(CustomerKey key, int limit, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="customer">Of that customer, on either side; null: all.</param>
    /// <param name="before">Those with a smaller number; null: from the newest on.</param>
    /// <param name="limit">At most that many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ImmutableArray<StoredMerge>> ListAsync(CustomerKey? customer, long? before, int limit, CancellationToken cancellationToken);
}
