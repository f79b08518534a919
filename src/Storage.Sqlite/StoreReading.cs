using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>The recorded touchpoints of an embedded installation, read from outside while it runs or rests.</summary>
public sealed class StoreReading : IRecordedHistory, IDisposable
{
    private readonly SqliteSession _session;

    // One connection, and several who ask.
    private readonly Lock _using = new();

    private StoreReading(SqliteSession session, long customers) => (_session, Customers) = (session, customers);

    public long Customers { get; }

    /// <summary>Opens a data folder's store; throws <see cref="StoreRefusedException"/> where there is none.</summary>
    public static StoreReading Open(string folder)
    {
        var session = SqliteSession.OpenReader(DataFolder.Existing(folder));
        using var count = session.Use("SELECT count(*) FROM customers");
        count.Read();
        return new StoreReading(session, count.Long(0));
    }

    public Task<ImmutableArray<RecordedTouchpoint>> PageAsync(RecordedPlace after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_using)
        {
            return Task.FromResult(SqliteRecordedHistory.Page(_session, after, limit));
        }
    }

    public Task<ImmutableArray<ReadOnlyMemory<byte>>> OfAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        lock (_using)
        {
            return Task.FromResult(SqliteRecordedHistory.Of(_session, key));
        }
    }

    public void Dispose() => _session.Dispose();
}
