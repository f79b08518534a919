namespace CxOrchestrator.Silo.Storage.Postgres;

/// <summary>
/// What waits in a log that does not lie in the store, counted in the log itself. Without one registered, the store says what was counted as
/// received and is not stored as applied yet.
/// </summary>
public interface ILogWaiting
{
    Task<WaitingRecords> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Records after the stored positions, and what the log holds.</summary>
/// <param name="Count">How many wait.</param>
/// <param name="OldestAt">Append time of the oldest of these; null where none waits or nobody knows.</param>
/// <param name="Rows">How many records the log holds.</param>
public sealed record WaitingRecords(long Count, DateTimeOffset? OldestAt, long Rows);
