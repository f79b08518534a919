using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteSourcePulls(SqliteDatabase database, TimeProvider clock) : ISourcePulls
{
    public const string Step =
        """
        CREATE TABLE source_pulls (connection TEXT PRIMARY KEY, reader TEXT, reader_until INTEGER, due_at INTEGER, cursor TEXT, read_at INTEGER, failing_since INTEGER, last_error TEXT)
            WITHOUT ROWID;
        """;

    private const string Columns = "connection, cursor, due_at, read_at, failing_since, last_error";

    public Task<ImmutableArray<SourcePullState>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<SourcePullState>();
            using var statement = session.Use($"SELECT {Columns} FROM source_pulls ORDER BY connection");
            while (statement.Read())
            {
                found.Add(Read(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<SourcePullState?> LeaseAsync(string connection, string reader, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using (var insert = transaction.Session.Use("INSERT INTO source_pulls (connection) VALUES (?1) ON CONFLICT (connection) DO NOTHING"))
                {
                    insert.Bind(1, connection).Run();
                }

                using var take = transaction.Session.Use(
                    $"""
                    UPDATE source_pulls SET reader = ?2, reader_until = ?3
                    WHERE connection = ?1 AND (reader IS NULL OR reader = ?2 OR reader_until <= ?4) AND (due_at IS NULL OR due_at <= ?4) RETURNING {Columns}
                    """);
                return take.Bind(1, connection).Bind(2, reader).Bind(3, now + lease).Bind(4, now).Read() ? Read(take) : null;
            },
            cancellationToken);
    }

    public Task<bool> AdvanceAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var advance = transaction.Session.Use("UPDATE source_pulls SET reader_until = ?3, cursor = ?4 WHERE connection = ?1 AND reader = ?2");
            return advance.Bind(1, connection).Bind(2, reader).Bind(3, clock.GetUtcNow() + lease).Bind(4, cursor).Run() > 0;
        },
        cancellationToken);

    public Task<bool> AnsweredAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => Answered(transaction, connection, reader, cursor, lease, clock.GetUtcNow()), cancellationToken);

    /// <summary>Within a transaction; false, and nothing is stored, where another process has the lease.</summary>
    public static bool Answered(WriteTransaction transaction, string connection, string reader, string cursor, TimeSpan lease, DateTimeOffset now)
    {
        using var answered = transaction.Session.Use(
            "UPDATE source_pulls SET reader_until = ?3, cursor = ?4, read_at = ?5, failing_since = NULL, last_error = NULL WHERE connection = ?1 AND reader = ?2");
        return answered.Bind(1, connection).Bind(2, reader).Bind(3, now + lease).Bind(4, cursor).Bind(5, now).Run() > 0;
    }

    public Task EndAsync(string connection, string reader, DateTimeOffset dueAt, string? problem, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var end = transaction.Session.Use(
                """
                UPDATE source_pulls SET reader = NULL, reader_until = NULL, due_at = ?3, read_at = iif(?4 IS NULL, ?5, read_at),
                    failing_since = iif(?4 IS NULL, NULL, coalesce(failing_since, ?5)), last_error = ?4
                WHERE connection = ?1 AND reader = ?2
                """);
            return end.Bind(1, connection).Bind(2, reader).Bind(3, dueAt).Bind(4, problem).Bind(5, clock.GetUtcNow()).Run();
        },
        cancellationToken);

    private static SourcePullState Read(SqliteStatement s) => new()
    {
        Connection = s.Text(0),
        Cursor = s.TextOrNull(1),
        DueAt = s.TimeOrNull(2),
        ReadAt = s.TimeOrNull(3),
        FailingSince = s.TimeOrNull(4),
        LastError = s.TextOrNull(5),
    };
}
