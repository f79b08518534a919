using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>Figures for those who watch an installation, read out of the store in one look: they belong together.</summary>
public interface IStoreFigures
{
    /// <param name="now">By the journey's clock.</param>
    /// <param name="through">How far in time every partition was read: timers due after that are held; null holds all.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<StoreFigures> ReadAsync(DateTimeOffset now, DateTimeOffset? through, CancellationToken cancellationToken);
}

/// <summary>What a look at the store said.</summary>
public sealed record StoreFigures
{
    /// <summary>By the ledger: received and neither applied nor duplicate nor rejected; with what no reader has taken yet. Never below 0.</summary>
    public required long LedgerWaiting { get; init; }

    /// <summary>What waits by the ledger, as it was counted, less <see cref="LogWaiting"/>; 0 where the log does not say what it holds.</summary>
    public required long LedgerDifference { get; init; }

    /// <summary>
    /// By the log: received and not yet passed by the stored positions. Positions are stored after the customers, so under load this is more
    /// than the ledger has; it is never less unless something was lost.
    /// </summary>
    public required long LogWaiting { get; init; }

    /// <summary>Receipt of the oldest record after the stored positions, or how far in time was read for certain; null where nothing waits.</summary>
    public DateTimeOffset? OldestTouchpointAt { get; init; }

    public required long ActionsDecided { get; init; }

    public required long ActionsHeld { get; init; }

    public required long ActionsAdmitted { get; init; }

    public required long ActionsDead { get; init; }

    /// <summary>When the oldest action was decided that waits for admission or to be sent; held ones wait on purpose and do not count.</summary>
    public DateTimeOffset? OldestActionAt { get; init; }

    public required long DeadLettersWaiting { get; init; }

    public required long TimersArmed { get; init; }

    /// <summary>Due timers that wait for partitions to be read past their time.</summary>
    public required long TimersHeld { get; init; }

    public required long CasesOpen { get; init; }

    public required long Customers { get; init; }

    public required long AtRisk { get; init; }

    public required bool SendingStopped { get; init; }
}

/// <summary>How much of a log is not applied yet.</summary>
public interface ILogLag
{
    Task<ImmutableArray<PartitionLag>> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="Log">The log, or its topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Records">Records after the stored position; of a topic that has gaps, an upper bound.</param>
public readonly record struct PartitionLag(string Log, int Partition, long Records);
