using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresRecordedHistory(PostgresDatabase database) : IRecordedHistory
{
    public Task<ImmutableArray<RecordedTouchpoint>> PageAsync(RecordedPlace after, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(connection => PageAsync(connection, after, limit, cancellationToken), cancellationToken);

    public Task<ImmutableArray<ReadOnlyMemory<byte>>> OfAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.RunAsync(connection => OfAsync(connection, key, cancellationToken), cancellationToken);

    internal static Task<ImmutableArray<RecordedTouchpoint>> PageAsync(NpgsqlConnection connection, RecordedPlace after, int limit, CancellationToken cancellationToken) =>
        connection.RowsAsync(
            $"""
            SELECT key, sequence, input FROM history
            WHERE (key, sequence) > ($1, $2) AND kind = {(int)HistoryKind.Touchpoint} ORDER BY key, sequence LIMIT $3
            """,
            [after.Key, after.Sequence, limit],
            r => new RecordedTouchpoint(new(r.GetString(0), r.GetInt64(1)), r.Bytes(2)),
            cancellationToken);

    internal static Task<ImmutableArray<ReadOnlyMemory<byte>>> OfAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken) =>
        connection.RowsAsync(
            $"SELECT input FROM history WHERE key = $1 AND kind = {(int)HistoryKind.Touchpoint} ORDER BY sequence",
            [key.ToString()],
            r => new ReadOnlyMemory<byte>(r.Bytes(0)),
            cancellationToken);
}
