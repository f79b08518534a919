using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Storage.Sqlite.Log;

/// <summary>Touchpoints and cursor in one transaction: one is never there without the other.</summary>
internal sealed class EmbeddedSourcePages(EmbeddedLog log, ISourcePulls pulls, TimeProvider clock) : ISourcePages
{
    public Task<bool> StoreAsync(string connection, string reader, ImmutableArray<LogItem> items, string cursor, TimeSpan lease, CancellationToken cancellationToken) => items.IsEmpty
        ? pulls.AnsweredAsync(connection, reader, cursor, lease, cancellationToken)
        : log.AppendAsync(items, transaction => SqliteSourcePulls.Answered(transaction, connection, reader, cursor, lease, clock.GetUtcNow()), cancellationToken);
}
