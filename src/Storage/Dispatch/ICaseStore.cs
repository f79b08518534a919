using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Storage.Dispatch;

public enum CaseStatus
{
    Open = 1,
    Claimed = 2,
    Completed = 3,
}

/// <summary>A callback that an operator takes, works and closes. Times by the journey's clock.</summary>
public sealed record StoredCase
{
    /// <summary>The id of the action that opened it.</summary>
    public required string Id { get; init; }

    public required CustomerKey Key { get; init; }

    public required string Queue { get; init; }

    public required CasePriority Priority { get; init; }

    public required string Reason { get; init; }

    public required string Policy { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    public required CaseStatus Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>resolved, unresolved, unreachable.</summary>
    public string? Disposition { get; init; }

    public string? Note { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Grows by one with every change.</summary>
    public required long Version { get; init; }
}

/// <summary>What a change of a case came to.</summary>
public enum CaseChangeResult
{
    Done,
    NotFound,

    /// <summary>Somebody else has it.</summary>
    ClaimedByOther,

    /// <summary>It is completed.</summary>
    Completed,

    /// <summary>It must be claimed first.</summary>
    NotClaimed,
}

/// <summary>Cases; each change is a compare-and-set on the case's own row.</summary>
public interface ICaseStore
{
    Task<StoredCase?> GetAsync(string id, CancellationToken cancellationToken);

    Task<Page<StoredCase>> ListAsync(CaseQuery query, CancellationToken cancellationToken);

    /// <summary>Claiming what one has already is done.</summary>
    Task<(CaseChangeResult Result, StoredCase? Case)> ClaimAsync(string id, string by, CancellationToken cancellationToken);

    Task<(CaseChangeResult Result, StoredCase? Case)> ReleaseAsync(string id, string by, CancellationToken cancellationToken);

    Task<(CaseChangeResult Result, StoredCase? Case)> CompleteAsync(string id, string by, string disposition, string? note, CancellationToken cancellationToken);

    /// <summary>Takes a completion back while nobody learned of it: within <see cref="UndoWithin"/>.</summary>
    Task<(CaseChangeResult Result, StoredCase? Case)> ReopenAsync(string id, string by, CancellationToken cancellationToken);

    /// <summary>Completed cases whose touchpoint (<c>case.completed</c>) is not in the log yet and whose undo time is over, oldest first.</summary>
    Task<ImmutableArray<StoredCase>> UnannouncedAsync(int limit, CancellationToken cancellationToken);

    Task AnnouncedAsync(ImmutableArray<string> ids, CancellationToken cancellationToken);

    /// <summary>Counts for the board's top line.</summary>
    Task<CaseCounts> CountsAsync(CancellationToken cancellationToken);

    /// <summary>How long a completion can be taken back, by the system's clock.</summary>
    static readonly TimeSpan UndoWithin = TimeSpan.FromSeconds(10);
}

public sealed record CaseCounts(long Open, long Claimed, long Overdue);

/// <summary>Which cases; null: all. Open ones by (priority, due), completed ones newest first.</summary>
public sealed record CaseQuery
{
    public CaseStatus? Status { get; init; }

    public string? Queue { get; init; }

    public CustomerKey? Customer { get; init; }

    public string? ClaimedBy { get; init; }

    public string? Cursor { get; init; }

    public int Limit { get; init; } = 50;
}
