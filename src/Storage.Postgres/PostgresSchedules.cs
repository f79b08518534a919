using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Schedules;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresSchedules(PostgresDatabase database) : IScheduleStore
{
    public Task<ImmutableArray<ScheduleMark>> MarksAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT policy, segment, done_through, running_due_at, running_after, members, last_due_at, expired_due_at FROM schedules ORDER BY policy, segment",
            [],
            r => new ScheduleMark
            {
                Policy = r.GetString(0),
                Segment = r.GetString(1),
                DoneThrough = r.Time(2),
                RunningDueAt = r.TimeOrNull(3),
                RunningAfter = r.GetString(4),
                Members = r.GetInt64(5),
                LastDueAt = r.TimeOrNull(6),
                ExpiredDueAt = r.TimeOrNull(7),
            },
            cancellationToken),
        cancellationToken);

    public Task PutAsync(ScheduleMark mark, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            """
            INSERT INTO schedules (policy, segment, done_through, running_due_at, running_after, members, last_due_at, expired_due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (policy, segment) DO UPDATE SET done_through = $3, running_due_at = $4, running_after = $5, members = $6, last_due_at = $7, expired_due_at = $8
            """,
            [mark.Policy, mark.Segment, mark.DoneThrough, mark.RunningDueAt, mark.RunningAfter, mark.Members, mark.LastDueAt, mark.ExpiredDueAt],
            cancellationToken),
        cancellationToken,
        repeatable: true);

    public Task RemoveAsync(string policy, string segment, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync("DELETE FROM schedules WHERE policy = $1 AND segment = $2", [policy, segment], cancellationToken), cancellationToken, repeatable: true);

    public Task<ImmutableArray<(CustomerKey Key, ReadOnlyMemory<byte> State)>> StatesAsync(string after, int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT key, state FROM customers WHERE key > $1 AND merged_into IS NULL ORDER BY key LIMIT $2",
            [after, limit],
            r => (CustomerKey.Parse(r.GetString(0)), (ReadOnlyMemory<byte>)r.GetFieldValue<byte[]>(1)),
            cancellationToken),
        cancellationToken);
}
