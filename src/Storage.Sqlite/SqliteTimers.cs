using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteTimers(SqliteDatabase database) : ITimerStore
{
    public Task<ImmutableArray<(CustomerKey Key, DateTimeOffset DueAt)>> DueAsync(Share share, DateTimeOffset upTo, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var due = ImmutableArray.CreateBuilder<(CustomerKey, DateTimeOffset)>();
                using var statement = session.Use("SELECT key, due_at FROM timers WHERE due_at <= ?1 AND not_before <= ?2 AND shard % ?4 = ?5 ORDER BY due_at LIMIT ?3");
                statement.Bind(1, upTo).Bind(2, now).Bind(3, (long)limit).Bind(4, (long)share.Count).Bind(5, (long)share.Index);
                while (statement.Read())
                {
                    due.Add((CustomerKey.Parse(statement.Text(0)), statement.Time(1)));
                }

                return due.ToImmutable();
            },
            cancellationToken);
}
