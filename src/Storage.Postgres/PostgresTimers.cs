using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresTimers(PostgresDatabase database) : ITimerStore
{
    /// <summary>Rows looked at in a shard at least: an uneven few are still found at once.</summary>
    private const int PerShardMin = 32;

    /// <summary>How many times its even part a shard may give.</summary>
    private const int Unevenness = 4;

    public Task<ImmutableArray<(CustomerKey Key, DateTimeOffset DueAt)>> DueAsync(Share share, DateTimeOffset upTo, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(
            connection => connection.RowsAsync(
                $"""
                SELECT due.key, due.due_at FROM generate_series(0, {ITimerStore.Shards - 1}) AS s (shard)
                CROSS JOIN LATERAL (
                    SELECT key, due_at FROM timers WHERE timers.shard = s.shard AND s.shard % $4 = $5 AND due_at <= $1 AND not_before <= $2 ORDER BY due_at LIMIT $6) AS due
                ORDER BY due.due_at, due.key LIMIT $3
                """,
                [upTo, now, limit, share.Count, share.Index, Math.Min(limit, PerShard(share, limit))],
                r => (CustomerKey.Parse(r.GetString(0)), r.Time(1)),
                cancellationToken),
            cancellationToken);

    // Where very many are due, a look costs by what it returns, not by that times the number of shards.
    private static int PerShard(Share share, int limit) => Math.Max(PerShardMin, (int)((long)Unevenness * limit * share.Count / ITimerStore.Shards));
}
