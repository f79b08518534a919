using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage;

/// <summary>Erasures as they run and after. A customer's key is in an erasure while it runs, and nowhere once it is done.</summary>
public interface IErasureStore
{
    /// <summary>Newest first.</summary>
    Task<Page<StoredErasure>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken);

    Task<StoredErasure?> GetAsync(long number, CancellationToken cancellationToken);

    /// <summary>The customer's erasure; null: it was not erased.</summary>
    Task<StoredErasure?> FindAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>Of these customers those that were erased and may not come back.</summary>
    Task<ImmutableHashSet<CustomerKey>> KeptOutAsync(IReadOnlyCollection<CustomerKey> keys, CancellationToken cancellationToken);

    /// <summary>Those under way, the oldest first.</summary>
    Task<ImmutableArray<RunningErasure>> RunningAsync(CancellationToken cancellationToken);

    /// <summary>Takes the erasure on for a while, by the system's clock; false: another process has it, or it is done.</summary>
    Task<bool> LeaseAsync(long number, string runner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Removes at most that many rows of the customer, and gives how many. Where that is as many as were asked for, there may be more.</summary>
    Task<int> RemoveAsync(CustomerKey key, ErasedPart part, int max, CancellationToken cancellationToken);

    /// <summary>Adds to what was removed, and says what it failed with; null: it goes on.</summary>
    Task NoteAsync(long number, IReadOnlyDictionary<string, long> removed, string? failure, CancellationToken cancellationToken);

    /// <summary>All is removed: the customer's key goes out of the erasure, and out of the files of the store.</summary>
    Task DoneAsync(long number, CancellationToken cancellationToken);
}

/// <summary>What an erasure removes beside the customer's state, in this order.</summary>
public enum ErasedPart
{
    /// <summary>Values that the event catalogue shows as examples.</summary>
    Examples,

    /// <summary>Entries of the audit trail stay, without whom they are about.</summary>
    AuditEntries,

    /// <summary>Codes stay used, by nobody.</summary>
    Codes,
    Actions,
    Cases,
    Decisions,
    Touchpoints,
    DeadLetters,
    Consents,

    /// <summary>What the customer said, as it is shown with what others said.</summary>
    Remarks,

    /// <summary>Examples of what the customer said, corrected by people.</summary>
    Corrections,

    /// <summary>Links to other customers, and identities that were claimed while the erasure began.</summary>
    Links,

    /// <summary>Samples in the reports of backtests.</summary>
    Samples,

    /// <summary>Where a run of a schedule has come to.</summary>
    Schedules,

    /// <summary>Deliveries of other systems that name the customer, of those kept to look at.</summary>
    SourceDeliveries,
}

/// <summary>An erasure that is under way.</summary>
public sealed record RunningErasure
{
    public required long Number { get; init; }

    public required CustomerKey Key { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset RequestedAt { get; init; }
}

/// <summary>An erasure, without whose it is.</summary>
public sealed record StoredErasure
{
    public required long Number { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    public required string RequestedBy { get; init; }

    /// <summary>What was removed so far, by name, with how many.</summary>
    public required IReadOnlyDictionary<string, long> Removed { get; init; }

    /// <summary>What keeps it from going on; null: nothing.</summary>
    public string? Failure { get; init; }

    /// <summary>By the system's clock; null: it is under way.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Since when the customer may come back, by the system's clock; null: what comes in of it is not kept.</summary>
    public DateTimeOffset? ReadmittedAt { get; init; }

    public string? ReadmittedBy { get; init; }
}
