using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresSourceDeliveries(PostgresDatabase database) : ISourceDeliveries
{
    private const string Columns = "number, connection, at, status, reason, size, headers, body, result";

    public Task AddAsync(ImmutableArray<SourceDeliveryRecord> deliveries, ImmutableArray<SourceCount> counts, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            foreach (var delivery in deliveries)
            {
                await connection.ExecuteAsync(
                    "INSERT INTO source_deliveries (connection, at, status, reason, size, headers, body, result) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    [
                        delivery.Connection, delivery.At, delivery.Status, StorableText.OrNull(delivery.Reason), delivery.Size, StorableText.OrNull(delivery.Headers), delivery.Body?.ToArray(),
                        StorableText.OrNull(delivery.Result),
                    ],
                    cancellationToken);
            }

            // In one order, so that two gateways never wait for each other.
            foreach (var name in deliveries.Select(d => d.Connection).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                await connection.ExecuteAsync(
                    "DELETE FROM source_deliveries WHERE connection = $1 AND number <= (SELECT number FROM source_deliveries WHERE connection = $1 ORDER BY number DESC LIMIT 1 OFFSET $2)",
                    [name, ISourceDeliveries.KeptMax],
                    cancellationToken);
            }

            foreach (var count in counts.OrderBy(c => c.Connection, StringComparer.Ordinal).ThenBy(c => c.Hour))
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO source_counts AS c (connection, hour, deliveries, refused, touchpoints, unmapped, dropped) VALUES ($1, $2, $3, $4, $5, $6, $7)
                    ON CONFLICT (connection, hour) DO UPDATE SET deliveries = c.deliveries + excluded.deliveries, refused = c.refused + excluded.refused,
                        touchpoints = c.touchpoints + excluded.touchpoints, unmapped = c.unmapped + excluded.unmapped, dropped = c.dropped + excluded.dropped
                    """,
                    [count.Connection, count.Hour, count.Deliveries, count.Refused, count.Touchpoints, count.Unmapped, count.Dropped],
                    cancellationToken);
            }

            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<SourceDeliveryRecord>> ListAsync(string connection, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowsAsync($"SELECT {Columns} FROM source_deliveries WHERE connection = $1 ORDER BY number DESC LIMIT $2", [connection, ISourceDeliveries.KeptMax], Read, cancellationToken),
        cancellationToken);

    public Task<SourceDeliveryRecord?> GetAsync(string connection, long number, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowAsync($"SELECT {Columns} FROM source_deliveries WHERE connection = $1 AND number = $2", [connection, number], Read, cancellationToken), cancellationToken);

    public Task<ImmutableArray<SourceCount>> CountsAsync(DateTimeOffset from, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowsAsync(
            "SELECT connection, hour, deliveries, refused, touchpoints, unmapped, dropped FROM source_counts WHERE hour >= $1 ORDER BY connection COLLATE \"C\", hour",
            [from],
            r => new SourceCount
            {
                Connection = r.GetString(0),
                Hour = r.Time(1),
                Deliveries = r.GetInt64(2),
                Refused = r.GetInt64(3),
                Touchpoints = r.GetInt64(4),
                Unmapped = r.GetInt64(5),
                Dropped = r.GetInt64(6),
            },
            cancellationToken),
        cancellationToken);

    public Task TrimAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync("DELETE FROM source_deliveries WHERE at < $1", [now - ISourceDeliveries.KeptFor], cancellationToken)
            + await c.ExecuteAsync("DELETE FROM source_counts WHERE hour < $1", [now - ISourceDeliveries.CountsKeptFor], cancellationToken),
        cancellationToken,
        repeatable: true);

    private static SourceDeliveryRecord Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        Connection = r.GetString(1),
        At = r.Time(2),
        Status = r.GetInt32(3),
        Reason = r.TextOrNull(4),
        Size = r.GetInt32(5),
        Headers = r.TextOrNull(6),
        Body = r.IsDBNull(7) ? default(ReadOnlyMemory<byte>?) : r.Bytes(7),
        Result = r.TextOrNull(8),
    };
}
