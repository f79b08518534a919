using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresReturnMailboxes(PostgresDatabase database, TimeProvider clock) : IReturnMailboxes
{
    private const string Columns =
        "connection, place, validity, last_uid, read_at, failing_since, last_error, bounces, complaints, replies, delivered, automatic, foreign_messages, not_understood, unreadable";

    public Task<ImmutableArray<ReturnMailbox>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT {Columns} FROM return_mailboxes ORDER BY connection", [], Read, cancellationToken), cancellationToken);

    public Task<ReturnMailbox?> LeaseAsync(string connection, string reader, TimeSpan lease, TimeSpan every, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            async c =>
            {
                await c.ExecuteAsync("INSERT INTO return_mailboxes (connection) VALUES ($1) ON CONFLICT (connection) DO NOTHING", [connection], cancellationToken);
                var taken = await c.RowsAsync(
                    $"""
                    UPDATE return_mailboxes SET reader = $2, reader_until = $3
                    WHERE connection = $1 AND (reader IS NULL OR reader = $2 OR reader_until <= $4) AND (looked_at IS NULL OR looked_at <= $5) RETURNING {Columns}
                    """,
                    [connection, reader, now + lease, now, now - every],
                    Read,
                    cancellationToken);
                return taken is [var mailbox] ? mailbox : null;
            },
            cancellationToken,
            repeatable: true);
    }

    public Task<bool> AdvanceAsync(string connection, string reader, ReturnCursor cursor, ReturnCounts found, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync(
            """
            UPDATE return_mailboxes SET reader_until = $3, place = $4, validity = $5, last_uid = $6, bounces = bounces + $7, complaints = complaints + $8, replies = replies + $9,
                delivered = delivered + $10, automatic = automatic + $11, foreign_messages = foreign_messages + $12, not_understood = not_understood + $13,
                unreadable = unreadable + $14
            WHERE connection = $1 AND reader = $2
            """,
            [
                connection, reader, clock.GetUtcNow() + lease, cursor.Place, cursor.Validity, cursor.LastUid, found.Bounces, found.Complaints, found.Replies, found.Delivered, found.Automatic,
                found.Foreign, found.NotUnderstood, found.Unreadable,
            ],
            cancellationToken) > 0,
        cancellationToken);

    public Task EndAsync(string connection, string reader, string? problem, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.ExecuteAsync(
            """
            UPDATE return_mailboxes SET reader = NULL, reader_until = NULL, looked_at = $3, read_at = CASE WHEN $4::text IS NULL THEN $3 ELSE read_at END,
                failing_since = CASE WHEN $4::text IS NULL THEN NULL ELSE coalesce(failing_since, $3) END, last_error = $4::text
            WHERE connection = $1 AND reader = $2
            """,
            [connection, reader, clock.GetUtcNow(), problem],
            cancellationToken),
        cancellationToken,
        repeatable: true);

    private static ReturnMailbox Read(NpgsqlDataReader r) => new()
    {
        Connection = r.GetString(0),
        Cursor = r.TextOrNull(1) is { } place ? new ReturnCursor(place, r.GetInt64(2), r.GetInt64(3)) : null,
        ReadAt = r.TimeOrNull(4),
        FailingSince = r.TimeOrNull(5),
        LastError = r.TextOrNull(6),
        Found = new ReturnCounts
        {
            Bounces = r.GetInt64(7),
            Complaints = r.GetInt64(8),
            Replies = r.GetInt64(9),
            Delivered = r.GetInt64(10),
            Automatic = r.GetInt64(11),
            Foreign = r.GetInt64(12),
            NotUnderstood = r.GetInt64(13),
            Unreadable = r.GetInt64(14),
        },
    };
}
