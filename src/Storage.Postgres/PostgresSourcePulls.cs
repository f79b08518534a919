using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresSourcePulls(PostgresDatabase database, TimeProvider clock) : ISourcePulls
{
    private const string Columns = "connection, cursor, due_at, read_at, failing_since, last_error";

    public Task<ImmutableArray<SourcePullState>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT {Columns} FROM source_pulls ORDER BY connection", [], Read, cancellationToken), cancellationToken);

    public Task<SourcePullState?> LeaseAsync(string connection, string reader, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            async c =>
            {
                await c.ExecuteAsync("INSERT INTO source_pulls (connection) VALUES ($1) ON CONFLICT (connection) DO NOTHING", [connection], cancellationToken);
                var taken = await c.RowsAsync(
                    $"""
                    UPDATE source_pulls SET reader = $2, reader_until = $3
                    WHERE connection = $1 AND (reader IS NULL OR reader = $2 OR reader_until <= $4) AND (due_at IS NULL OR due_at <= $4) RETURNING {Columns}
                    """,
                    [connection, reader, now + lease, now],
                    Read,
                    cancellationToken);
                return taken is [var state] ? state : null;
            },
            cancellationToken,
            repeatable: true);
    }

    public Task<bool> AdvanceAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync(
            "UPDATE source_pulls SET reader_until = $3, cursor = $4 WHERE connection = $1 AND reader = $2", [connection, reader, clock.GetUtcNow() + lease, cursor], cancellationToken) > 0,
        cancellationToken,
        repeatable: true);

    public Task<bool> AnsweredAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync(
            "UPDATE source_pulls SET reader_until = $3, cursor = $4, read_at = $5, failing_since = NULL, last_error = NULL WHERE connection = $1 AND reader = $2",
            [connection, reader, clock.GetUtcNow() + lease, cursor, clock.GetUtcNow()],
            cancellationToken) > 0,
        cancellationToken,
        repeatable: true);

    public Task EndAsync(string connection, string reader, DateTimeOffset dueAt, string? problem, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.ExecuteAsync(
            """
            UPDATE source_pulls SET reader = NULL, reader_until = NULL, due_at = $3, read_at = CASE WHEN $4::text IS NULL THEN $5 ELSE read_at END,
                failing_since = CASE WHEN $4::text IS NULL THEN NULL ELSE coalesce(failing_since, $5) END, last_error = $4::text
            WHERE connection = $1 AND reader = $2
            """,
            [connection, reader, dueAt, problem, clock.GetUtcNow()],
            cancellationToken),
        cancellationToken,
        repeatable: true);

    private static SourcePullState Read(NpgsqlDataReader r) => new()
    {
        Connection = r.GetString(0),
        Cursor = r.TextOrNull(1),
        DueAt = r.TimeOrNull(2),
        ReadAt = r.TimeOrNull(3),
        FailingSince = r.TimeOrNull(4),
        LastError = r.TextOrNull(5),
    };
}
