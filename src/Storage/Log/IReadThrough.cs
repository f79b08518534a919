namespace CxOrchestrator.Storage.Log;

/// <summary>How far in time every partition of the log has been read and applied, whichever silo reads it: no timer fires past it.</summary>
public interface IReadThrough
{
    /// <summary>Null while some partition never was read.</summary>
    ValueTask<DateTimeOffset?> ThroughAsync(CancellationToken cancellationToken);
}
