using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteConnectionStates(SqliteDatabase database, TimeProvider clock) : IConnectionStates
{
    public Task<ImmutableArray<ConnectionState>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<ConnectionState>();
            using var statement = session.Use("SELECT connection, paused, paused_by, paused_at, failing_since, last_error, worked_at FROM connection_states ORDER BY connection");
            while (statement.Read())
            {
                found.Add(new ConnectionState
                {
                    Connection = statement.Text(0),
                    Paused = statement.Long(1) != 0,
                    PausedBy = statement.TextOrNull(2),
                    PausedAt = statement.TimeOrNull(3),
                    FailingSince = statement.TimeOrNull(4),
                    LastError = statement.TextOrNull(5),
                    WorkedAt = statement.TimeOrNull(6),
                });
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<bool> SetPausedAsync(string connection, bool paused, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var now = clock.GetUtcNow();
            Ensure(transaction.Session, connection);
            using var set = transaction.Session.Use("UPDATE connection_states SET paused = ?2, paused_by = ?3, paused_at = ?4 WHERE connection = ?1 AND paused <> ?2");
            if (set.Bind(1, connection).Bind(2, paused ? 1L : 0L).Bind(3, paused ? entry.By : null).Bind(4, paused ? now : null).Run() == 0)
            {
                return false;
            }

            SqliteAudit.Insert(transaction.Session, entry, now);
            return true;
        },
        cancellationToken);

    public Task NoteAsync(string connection, string? problem, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            Ensure(transaction.Session, connection);
            using var note = transaction.Session.Use(problem is null
                ? "UPDATE connection_states SET failing_since = NULL, last_error = NULL, worked_at = ?2 WHERE connection = ?1"
                : "UPDATE connection_states SET failing_since = coalesce(failing_since, ?2), last_error = ?3 WHERE connection = ?1");
            note.Bind(1, connection).Bind(2, clock.GetUtcNow());
            return (problem is null ? note : note.Bind(3, problem)).Run();
        },
        cancellationToken);

    public Task<int> TakeAsync(string connection, int wanted, int perSecond, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            Ensure(transaction.Session, connection);
            DateTimeOffset dueAt;
            using (var read = transaction.Session.Use("SELECT due_at FROM connection_states WHERE connection = ?1"))
            {
                read.Bind(1, connection).Read();
                dueAt = read.Time(0);
            }

            var (granted, next) = SendRate.Take(dueAt, clock.GetUtcNow(), wanted, perSecond);
            using var take = transaction.Session.Use("UPDATE connection_states SET due_at = ?2 WHERE connection = ?1");
            take.Bind(1, connection).Bind(2, next).Run();
            return granted;
        },
        cancellationToken);

    private static void Ensure(SqliteSession session, string connection)
    {
        using var insert = session.Use("INSERT INTO connection_states (connection) VALUES (?1) ON CONFLICT (connection) DO NOTHING");
        insert.Bind(1, connection).Run();
    }
}
