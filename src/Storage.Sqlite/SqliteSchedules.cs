using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Schedules;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteSchedules(SqliteDatabase database) : IScheduleStore
{
    public const string Step =
        """
        CREATE TABLE schedules (policy TEXT NOT NULL, segment TEXT NOT NULL, done_through INTEGER NOT NULL, running_due_at INTEGER, running_after TEXT NOT NULL,
            members INTEGER NOT NULL, last_due_at INTEGER, PRIMARY KEY (policy, segment)) WITHOUT ROWID;
        """;

    public const string ExpiredStep = "ALTER TABLE schedules ADD COLUMN expired_due_at INTEGER;";

    public Task<ImmutableArray<ScheduleMark>> MarksAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var marks = ImmutableArray.CreateBuilder<ScheduleMark>();
            using var statement = session.Use("SELECT policy, segment, done_through, running_due_at, running_after, members, last_due_at, expired_due_at FROM schedules ORDER BY policy, segment");
            while (statement.Read())
            {
                marks.Add(new ScheduleMark
                {
                    Policy = statement.Text(0),
                    Segment = statement.Text(1),
                    DoneThrough = statement.Time(2),
                    RunningDueAt = statement.TimeOrNull(3),
                    RunningAfter = statement.Text(4),
                    Members = statement.Long(5),
                    LastDueAt = statement.TimeOrNull(6),
                    ExpiredDueAt = statement.TimeOrNull(7),
                });
            }

            return marks.ToImmutable();
        },
        cancellationToken);

    public Task PutAsync(ScheduleMark mark, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var put = transaction.Session.Use(
                """
                INSERT INTO schedules (policy, segment, done_through, running_due_at, running_after, members, last_due_at, expired_due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                ON CONFLICT (policy, segment) DO UPDATE SET done_through = ?3, running_due_at = ?4, running_after = ?5, members = ?6, last_due_at = ?7, expired_due_at = ?8
                """);
            return put.Bind(1, mark.Policy).Bind(2, mark.Segment).Bind(3, mark.DoneThrough).Bind(4, mark.RunningDueAt).Bind(5, mark.RunningAfter).Bind(6, mark.Members)
                .Bind(7, mark.LastDueAt).Bind(8, mark.ExpiredDueAt).Run();
        },
        cancellationToken);

    public Task RemoveAsync(string policy, string segment, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var remove = transaction.Session.Use("DELETE FROM schedules WHERE policy = ?1 AND segment = ?2");
            return remove.Bind(1, policy).Bind(2, segment).Run();
        },
        cancellationToken);

    public Task<ImmutableArray<(CustomerKey Key, ReadOnlyMemory<byte> State)>> StatesAsync(string after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var states = ImmutableArray.CreateBuilder<(CustomerKey, ReadOnlyMemory<byte>)>();
            using var statement = session.Use("SELECT key, state FROM customers WHERE key > ?1 AND merged_into IS NULL ORDER BY key LIMIT ?2");
            statement.Bind(1, after).Bind(2, (long)limit);
            while (statement.Read())
            {
                states.Add((CustomerKey.Parse(statement.Text(0)), statement.Bytes(1).ToArray()));
            }

            return states.ToImmutable();
        },
        cancellationToken);
}
