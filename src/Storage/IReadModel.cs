using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Storage;

/// <summary>What gateways read of the store. Reads see committed data only and never wait for the writer.</summary>
public interface IReadModel
{
    Task<StoredCustomer?> CustomerAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>Newest first: entries with a sequence below the given one, or the newest.</summary>
    Task<ImmutableArray<HistoryEntry>> HistoryAsync(CustomerKey key, long? beforeSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<StoredDecisionRow>> DecisionsAsync(DecisionQuery query, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<OutboxItem>> ActionsAsync(ActionQuery query, CancellationToken cancellationToken);

    Task<OutboxItem?> ActionAsync(string id, CancellationToken cancellationToken);

    /// <summary>Customers at risk in the order of their keys, after the given one: a keyset page, for loading the board.</summary>
    Task<ImmutableArray<(CustomerKey Key, AtRiskRow Row, StoredCustomer Customer)>> AtRiskAsync(CustomerKey? after, int limit, CancellationToken cancellationToken);

    /// <summary>Customers whose id, or whose name from any of its words on, begins with the text; without regard to case, accents and normal form, ids first.</summary>
    Task<ImmutableArray<(CustomerKey Key, string? Name)>> SearchAsync(string text, int limit, CancellationToken cancellationToken);

    /// <summary>How many customers there are, and of how many the time zone is unknown.</summary>
    Task<ZoneCount> ZonesAsync(CancellationToken cancellationToken);

    Task<Ledger> LedgerAsync(CancellationToken cancellationToken);

    /// <summary>For health: waits, sizes, ages.</summary>
    Task<StoreStatus> StatusAsync(CancellationToken cancellationToken);
}

/// <summary>Customers whose time zone is unknown, of all customers.</summary>
public sealed record ZoneCount(long Unknown, long Customers);

/// <summary>A decision as listed.</summary>
public sealed record StoredDecisionRow(CustomerKey Key, long Sequence, int Ordinal, PolicyDecision Decision);

/// <summary>Which decisions; null: all.</summary>
public sealed record DecisionQuery
{
    public CustomerKey? Customer { get; init; }

    public string? Policy { get; init; }

    public PolicyOutcome? Outcome { get; init; }

    public string? Cursor { get; init; }

    public int Limit { get; init; } = 50;
}

/// <summary>Which actions; null: all.</summary>
public sealed record ActionQuery
{
    public CustomerKey? Customer { get; init; }

    public string? Policy { get; init; }

    public ActionStatus? Status { get; init; }

    public Rules.Actions.ActionKind? Kind { get; init; }

    /// <summary>Test sends alone, which no policy decided; false: everything else.</summary>
    public bool Tests { get; init; }

    public string? Cursor { get; init; }

    public int Limit { get; init; } = 50;
}

/// <summary>received = applied + duplicate + rejected + erased + waiting, in all and per source, beside what the log holds at the same moment.</summary>
public sealed record Ledger
{
    public required ImmutableArray<LedgerLine> Sources { get; init; }

    /// <summary>How many sources have a name, where others are counted as <see cref="LedgerSources.Other"/>; null where all have.</summary>
    public long? NamedOfMore { get; init; }

    /// <summary>Records that the log holds and that no reader has taken: their source is not known yet, so no line counts them. 0 for a log in the store.</summary>
    public long Unread { get; init; }

    /// <summary>Records after the stored positions, counted in the log.</summary>
    public long LogWaiting { get; init; }

    /// <summary>What waits, exactly as it was counted. Below 0 only where something was counted twice; null where the log did not say what it holds.</summary>
    public long? Counted { get; init; }

    /// <summary>The log is not in the store: its positions are stored after what they stand for, and lag behind where a reader died.</summary>
    public bool LogApart { get; init; }

    public long Received => Sources.Sum(s => s.Received) + Unread;

    /// <summary>Never below 0.</summary>
    public long Waiting => Sources.Sum(s => s.Waiting) + Unread;

    /// <summary>How far what waits is from what the log says; 0 where both agree, or where the log does not answer.</summary>
    public long Difference
    {
        get
        {
            if (!LogApart)
            {
                return (Counted ?? Waiting) - LogWaiting;
            }

            // What is applied beyond the stored positions no longer waits: fewer than the log has are right, more or less than none are not.
            var counted = Counted ?? 0;
            return counted < 0 ? counted : Math.Max(0, counted - LogWaiting);
        }
    }
}

public sealed record LedgerLine
{
    public required string Source { get; init; }

    public required long Received { get; init; }

    public required long Applied { get; init; }

    public required long Duplicate { get; init; }

    public required long Rejected { get; init; }

    public required long Conflicting { get; init; }

    /// <summary>Came in after their customer was erased.</summary>
    public long Erased { get; init; }

    /// <summary>By the journey's clock; null before the first.</summary>
    public DateTimeOffset? LastReceivedAt { get; init; }

    public long Waiting => Received - Applied - Duplicate - Rejected - Erased;
}

/// <summary>How the store is.</summary>
public sealed record StoreStatus
{
    public required long Customers { get; init; }

    public required long AtRisk { get; init; }

    /// <summary>Records in the log after the stored positions, counted in the log itself: the ledger's waiting must agree at rest.</summary>
    public required long LogWaiting { get; init; }

    /// <summary>Append time of the oldest of these; null where none waits.</summary>
    public DateTimeOffset? OldestWaitingAt { get; init; }

    public required long LogRows { get; init; }

    /// <summary>Bytes of the database file with its write-ahead log.</summary>
    public required long StoreBytes { get; init; }

    public required long DeadLetters { get; init; }

    public required long DeadActions { get; init; }

    /// <summary>Actions decided or held, waiting for admission.</summary>
    public required long ActionsWaiting { get; init; }

    /// <summary>Actions admitted and not yet delivered.</summary>
    public required long ActionsSending { get; init; }

    public required long TimersArmed { get; init; }

    /// <summary>The earliest timer that is armed.</summary>
    public DateTimeOffset? NextTimerAt { get; init; }

    /// <summary>Transactions written since start, their mean size in operations, and the 95th percentile of their time.</summary>
    public required long Commits { get; init; }

    public required double CommitOperationsMean { get; init; }

    public required TimeSpan CommitTimeP95 { get; init; }
}
