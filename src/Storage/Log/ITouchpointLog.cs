using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Storage.Log;

/// <summary>Where touchpoints are put before anything else happens to them.</summary>
public interface ITouchpointLog
{
    /// <summary>
    /// Makes the items durable, all or none, and counts them as received. Completes when they would survive a power cut.
    /// Throws <see cref="LogFullException"/> at the size limit and <see cref="LogBusyException"/> where too much waits.
    /// </summary>
    Task AppendAsync(ImmutableArray<LogItem> items, CancellationToken cancellationToken);
}

/// <summary>A touchpoint to append: already read and found good.</summary>
public sealed record LogItem
{
    public required CustomerId Customer { get; init; }

    public required string Source { get; init; }

    /// <summary>The native JSON object, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>The log is at its size limit; intake pauses until applied rows are removed.</summary>
public sealed class LogFullException(TimeSpan retryAfter) : Exception("The touchpoint log is full.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>More waits to be written than the bound allows.</summary>
public sealed class LogBusyException(TimeSpan retryAfter) : Exception("Too many touchpoints wait to be written.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>The partitions of a log that this process reads.</summary>
public interface ITouchpointSource
{
    /// <summary>Partitions of the log, whichever silo reads them: timers wait until each has been read. 0 while the log has not said.</summary>
    int Partitions { get; }

    /// <summary>
    /// Runs a reader for each partition assigned to this process until the token is cancelled; a reader's token ends with its assignment.
    /// Where a reader fails the others are ended too, and it throws: a partition that silently nobody reads would be worse.
    /// </summary>
    Task RunAsync(Func<ILogPartition, CancellationToken, Task> reader, CancellationToken cancellationToken);
}

/// <summary>One partition while it is assigned here.</summary>
public interface ILogPartition
{
    /// <summary>Names the log in customers' rows: positions compare within one log and partition only, and none comes twice.</summary>
    string Log { get; }

    int Id { get; }

    /// <summary>
    /// Records after the last poll's, at most this many and at most <see cref="LogLimits.PollBytesMax"/> bytes, but at least one; waits where there
    /// are none until one comes or the time is over. <see cref="LogChunk.ReadThrough"/> says how far in time the partition has been read.
    /// </summary>
    Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Everything up to this position is done: it is not read again. A later start begins after it.</summary>
    Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken);
}

/// <summary>Bounds of reading.</summary>
public static class LogLimits
{
    public const int PollBytesMax = 4 * 1024 * 1024;
}

/// <summary>What a poll brought.</summary>
public sealed record LogChunk
{
    public required ImmutableArray<LogRecord> Records { get; init; }

    /// <summary>
    /// The journey's clock where the partition's end was reached, else when the last record was appended. A record that comes later was
    /// appended later: one whose append is under way holds this back.
    /// </summary>
    public required DateTimeOffset ReadThrough { get; init; }
}

/// <summary>A record out of the log: the native JSON, or the original bytes of what could not be read.</summary>
public sealed record LogRecord
{
    public required long Position { get; init; }

    /// <summary>Source of the ledger.</summary>
    public required string Source { get; init; }

    /// <summary>When it was appended, by the journey's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What the log itself read in it, where it came in another form than the native one or was read anyway; null: nobody read it yet.</summary>
    public TouchpointReading? Reading { get; init; }

    /// <summary>Of a record that cannot be read: the customer that its key names; null: it names none.</summary>
    public string? Customer { get; init; }

    /// <summary>W3C trace context of the sender, where that trace is kept and anybody here listens.</summary>
    public string? TraceParent { get; init; }
}
