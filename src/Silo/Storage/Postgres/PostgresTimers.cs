using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Silo.Hosting;

namespace CxOrchestrator.Silo.Storage.Postgres;

internal sealed class PostgresTimers(PostgresDatabase database) : ITimerStore
{
    public Task<ImmutableArray<(CustomerKey Key, DateTimeOffset DueAt)>> DueAsync(Share share, DateTimeOffset upTo, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(
            connection => connection.RowsAsync(
                $"""
                SELECT due.key, due.due_at FROM generate_series(0, {ITimerStore.Shards - 1}) AS s (shard)
                CROSS JOIN LATERAL (
                    SELECT key, due_at FROM timers WHERE timers.shard = s.shard AND s.shard % $4 = $5 AND due_at <= $1 AND not_before <= $2 ORDER BY due_at LIMIT $3) AS due
                ORDER BY due.due_at, due.key LIMIT $3
                """,
                [upTo, now, limit, share.Count, share.Index],
                r => (CustomerKey.Parse(r.GetString(0)), r.Time(1)),
                cancellationToken),
            cancellationToken);
}
