using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Log;

/// <summary>How far each partition of a log was read, kept where every silo sees it: for a log that does not lie in the store itself.</summary>
public interface IProgressStore
{
    /// <summary>What is stored of a partition; null before the first.</summary>
    Task<PartitionProgress?> GetAsync(string log, int partition, CancellationToken cancellationToken);

    /// <summary>
    /// Stores it and counts what was newly received in the ledger, in one transaction; nothing ever goes back. What was received is counted only
    /// where the stored <see cref="PartitionProgress.ReceivedTo"/> is still <paramref name="receivedAfter"/>: of two readers of one partition, one
    /// counts. Gives what is stored then.
    /// </summary>
    Task<PartitionProgress> StoreAsync(
        string log, int partition, long receivedAfter, PartitionProgress progress, ImmutableArray<ReceivedCount> received, CancellationToken cancellationToken);

    /// <summary>The time that all partitions 0 to <paramref name="partitions"/> - 1 of the log have been read past; null where one never was.</summary>
    Task<DateTimeOffset?> ThroughAsync(string log, int partitions, CancellationToken cancellationToken);
}

/// <summary>How far a partition was read.</summary>
public sealed record PartitionProgress
{
    public static PartitionProgress None { get; } = new() { Position = -1, ReceivedTo = -1, Through = DateTimeOffset.MinValue };

    /// <summary>Everything up to this position is applied; -1: nothing.</summary>
    public required long Position { get; init; }

    /// <summary>Everything up to this position is counted as received; -1: nothing.</summary>
    public required long ReceivedTo { get; init; }

    /// <summary>Everything received up to this time of the journey's clock is applied.</summary>
    public required DateTimeOffset Through { get; init; }
}

/// <summary>The number of touchpoints received from a source.</summary>
public readonly record struct ReceivedCount(string Source, long Count);
