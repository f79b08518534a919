using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresConnectionStates(PostgresDatabase database, TimeProvider clock) : IConnectionStates
{
    private const string Ensure = "INSERT INTO connection_states (connection) VALUES ($1) ON CONFLICT (connection) DO NOTHING";

    public Task<ImmutableArray<ConnectionState>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT connection, paused, paused_by, paused_at, failing_since, last_error, worked_at FROM connection_states ORDER BY connection",
            [],
            r => new ConnectionState
            {
                Connection = r.GetString(0),
                Paused = r.GetBoolean(1),
                PausedBy = r.TextOrNull(2),
                PausedAt = r.TimeOrNull(3),
                FailingSince = r.TimeOrNull(4),
                LastError = r.TextOrNull(5),
                WorkedAt = r.TimeOrNull(6),
            },
            cancellationToken),
        cancellationToken);

    public Task<bool> SetPausedAsync(string connection, bool paused, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async c =>
        {
            var now = clock.GetUtcNow();
            await c.ExecuteAsync(Ensure, [connection], cancellationToken);
            if (await c.ExecuteAsync(
                "UPDATE connection_states SET paused = $2, paused_by = $3, paused_at = $4::timestamptz WHERE connection = $1 AND paused <> $2",
                [connection, paused, paused ? entry.By : null, paused ? now : null],
                cancellationToken) == 0)
            {
                return false;
            }

            await PostgresAudit.InsertAsync(c, [entry], now, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task NoteAsync(string connection, string? problem, CancellationToken cancellationToken) => database.WriteAsync(
        async c =>
        {
            await c.ExecuteAsync(Ensure, [connection], cancellationToken);
            return problem is null
                ? await c.ExecuteAsync(
                    "UPDATE connection_states SET failing_since = NULL, last_error = NULL, worked_at = $2 WHERE connection = $1", [connection, clock.GetUtcNow()], cancellationToken)
                : await c.ExecuteAsync(
                    "UPDATE connection_states SET failing_since = coalesce(failing_since, $2), last_error = $3 WHERE connection = $1",
                    [connection, clock.GetUtcNow(), problem],
                    cancellationToken);
        },
        cancellationToken,
        repeatable: true);

    public Task<int> TakeAsync(string connection, int wanted, int perSecond, CancellationToken cancellationToken) => database.WriteAsync(
        async c =>
        {
            await c.ExecuteAsync(Ensure, [connection], cancellationToken);
            var due = await c.RowsAsync("SELECT due_at FROM connection_states WHERE connection = $1 FOR UPDATE", [connection], r => r.Time(0), cancellationToken);
            var (granted, next) = SendRate.Take(due[0], clock.GetUtcNow(), wanted, perSecond);
            if (granted > 0)
            {
                await c.ExecuteAsync("UPDATE connection_states SET due_at = $2 WHERE connection = $1", [connection, next], cancellationToken);
            }

            return granted;
        },
        cancellationToken);
}
