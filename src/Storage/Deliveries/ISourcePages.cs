using System.Collections.Immutable;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>Stores what came of a source that is asked or listened to, and how far it was read.</summary>
public interface ISourcePages
{
    /// <summary>
    /// Appends the touchpoints, and stores the cursor as <see cref="ISourcePulls.AnsweredAsync"/>: in one transaction where the log is in the store, else the
    /// touchpoints first. False where another process has the lease. Throws as <see cref="ITouchpointLog.AppendAsync"/>.
    /// </summary>
    Task<bool> StoreAsync(string connection, string reader, ImmutableArray<LogItem> items, string cursor, TimeSpan lease, CancellationToken cancellationToken);
}

/// <summary>Where the log is not in the store: what a crash between the two has appended twice has the same ids, and is applied once.</summary>
public sealed class SourcePages(ITouchpointLog log, ISourcePulls pulls) : ISourcePages
{
    public async Task<bool> StoreAsync(string connection, string reader, ImmutableArray<LogItem> items, string cursor, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (!items.IsEmpty)
        {
            await log.AppendAsync(items, cancellationToken);
        }

        return await pulls.AnsweredAsync(connection, reader, cursor, lease, cancellationToken);
    }
}
