using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteReturnMailboxes(SqliteDatabase database, TimeProvider clock) : IReturnMailboxes
{
    // A reading ended at looked_at, well or not; read_at is that of the last one that read to the end.
    public const string Step =
        """
        CREATE TABLE return_mailboxes (connection TEXT PRIMARY KEY, reader TEXT, reader_until INTEGER, looked_at INTEGER, place TEXT, validity INTEGER, last_uid INTEGER,
            read_at INTEGER, failing_since INTEGER, last_error TEXT, bounces INTEGER NOT NULL DEFAULT 0, complaints INTEGER NOT NULL DEFAULT 0,
            replies INTEGER NOT NULL DEFAULT 0, delivered INTEGER NOT NULL DEFAULT 0, automatic INTEGER NOT NULL DEFAULT 0, foreign_messages INTEGER NOT NULL DEFAULT 0,
            not_understood INTEGER NOT NULL DEFAULT 0, unreadable INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        """;

    private const string Columns =
        "connection, place, validity, last_uid, read_at, failing_since, last_error, bounces, complaints, replies, delivered, automatic, foreign_messages, not_understood, unreadable";

    public Task<ImmutableArray<ReturnMailbox>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<ReturnMailbox>();
            using var statement = session.Use($"SELECT {Columns} FROM return_mailboxes ORDER BY connection");
            while (statement.Read())
            {
                found.Add(Read(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<ReturnMailbox?> LeaseAsync(string connection, string reader, TimeSpan lease, TimeSpan every, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using (var insert = transaction.Session.Use("INSERT INTO return_mailboxes (connection) VALUES (?1) ON CONFLICT (connection) DO NOTHING"))
                {
                    insert.Bind(1, connection).Run();
                }

                using var take = transaction.Session.Use(
                    $"""
                    UPDATE return_mailboxes SET reader = ?2, reader_until = ?3
                    WHERE connection = ?1 AND (reader IS NULL OR reader = ?2 OR reader_until <= ?4) AND (looked_at IS NULL OR looked_at <= ?5) RETURNING {Columns}
                    """);
                return take.Bind(1, connection).Bind(2, reader).Bind(3, now + lease).Bind(4, now).Bind(5, now - every).Read() ? Read(take) : null;
            },
            cancellationToken);
    }

    public Task<bool> AdvanceAsync(string connection, string reader, ReturnCursor cursor, ReturnCounts found, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var advance = transaction.Session.Use(
                """
                UPDATE return_mailboxes SET reader_until = ?3, place = ?4, validity = ?5, last_uid = ?6, bounces = bounces + ?7, complaints = complaints + ?8, replies = replies + ?9,
                    delivered = delivered + ?10, automatic = automatic + ?11, foreign_messages = foreign_messages + ?12, not_understood = not_understood + ?13,
                    unreadable = unreadable + ?14
                WHERE connection = ?1 AND reader = ?2
                """);
            return advance.Bind(1, connection).Bind(2, reader).Bind(3, clock.GetUtcNow() + lease).Bind(4, cursor.Place).Bind(5, cursor.Validity).Bind(6, cursor.LastUid)
                .Bind(7, found.Bounces).Bind(8, found.Complaints).Bind(9, found.Replies).Bind(10, found.Delivered).Bind(11, found.Automatic).Bind(12, found.Foreign)
                .Bind(13, found.NotUnderstood).Bind(14, found.Unreadable).Run() > 0;
        },
        cancellationToken);

    public Task EndAsync(string connection, string reader, string? problem, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var end = transaction.Session.Use(
                """
                UPDATE return_mailboxes SET reader = NULL, reader_until = NULL, looked_at = ?3, read_at = iif(?4 IS NULL, ?3, read_at),
                    failing_since = iif(?4 IS NULL, NULL, coalesce(failing_since, ?3)), last_error = ?4
                WHERE connection = ?1 AND reader = ?2
                """);
            return end.Bind(1, connection).Bind(2, reader).Bind(3, clock.GetUtcNow()).Bind(4, problem).Run();
        },
        cancellationToken);

    private static ReturnMailbox Read(SqliteStatement s) => new()
    {
        Connection = s.Text(0),
        Cursor = s.TextOrNull(1) is { } place ? new ReturnCursor(place, s.Long(2), s.Long(3)) : null,
        ReadAt = s.TimeOrNull(4),
        FailingSince = s.TimeOrNull(5),
        LastError = s.TextOrNull(6),
        Found = new ReturnCounts
        {
            Bounces = s.Long(7),
            Complaints = s.Long(8),
            Replies = s.Long(9),
            Delivered = s.Long(10),
            Automatic = s.Long(11),
            Foreign = s.Long(12),
            NotUnderstood = s.Long(13),
            Unreadable = s.Long(14),
        },
    };
}
