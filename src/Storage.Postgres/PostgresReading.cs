using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>The recorded touchpoints of a cluster, read from outside while it runs.</summary>
public sealed class PostgresReading : IRecordedHistory, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private PostgresReading(NpgsqlDataSource source, long customers) => (_source, Customers) = (source, customers);

    public long Customers { get; }

    /// <summary>Opens a cluster's database.</summary>
    /// <param name="database">As Npgsql names it: <c>Host=db;Database=cx;Username=cx;Password=...</c>.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="StoreRefusedException">The text is neither a folder nor a database's address.</exception>
    public static async Task<PostgresReading> OpenAsync(string database, CancellationToken cancellationToken)
    {
        NpgsqlDataSource source;
        try
        {
            source = NpgsqlDataSource.Create(database);
        }
        catch (ArgumentException)
        {
            throw new StoreRefusedException($"{database} is neither a data folder nor a database: write Host=db;Database=cx;Username=cx;Password=...");
        }

        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            var counted = await connection.RowsAsync("SELECT count(*) FROM customers", [], r => r.GetInt64(0), cancellationToken);
            return new PostgresReading(source, counted[0]);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public async Task<ImmutableArray<RecordedTouchpoint>> PageAsync(RecordedPlace after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return await PostgresRecordedHistory.PageAsync(connection, after, limit, cancellationToken);
    }

    public async Task<ImmutableArray<ReadOnlyMemory<byte>>> OfAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return await PostgresRecordedHistory.OfAsync(connection, key, cancellationToken);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
