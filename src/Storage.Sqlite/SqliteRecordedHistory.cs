using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteRecordedHistory(SqliteDatabase database) : IRecordedHistory
{
    public Task<ImmutableArray<RecordedTouchpoint>> PageAsync(RecordedPlace after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Page(session, after, limit), cancellationToken);

    public Task<ImmutableArray<ReadOnlyMemory<byte>>> OfAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Of(session, key), cancellationToken);

    internal static ImmutableArray<RecordedTouchpoint> Page(SqliteSession session, RecordedPlace after, int limit)
    {
        using var statement = session.Use(
            $"""
            SELECT key, sequence, input FROM history
            WHERE (key, sequence) > (?1, ?2) AND kind = {(int)HistoryKind.Touchpoint} ORDER BY key, sequence LIMIT ?3
            """);
        statement.Bind(1, after.Key).Bind(2, after.Sequence).Bind(3, (long)limit);
        var rows = ImmutableArray.CreateBuilder<RecordedTouchpoint>();
        while (statement.Read())
        {
            rows.Add(new(new(statement.Text(0), statement.Long(1)), statement.Bytes(2).ToArray()));
        }

        return rows.ToImmutable();
    }

    internal static ImmutableArray<ReadOnlyMemory<byte>> Of(SqliteSession session, CustomerKey key)
    {
        using var statement = session.Use($"SELECT input FROM history WHERE key = ?1 AND kind = {(int)HistoryKind.Touchpoint} ORDER BY sequence");
        statement.Bind(1, key.ToString());
        var rows = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        while (statement.Read())
        {
            rows.Add(statement.Bytes(0).ToArray());
        }

        return rows.ToImmutable();
    }
}
