using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresWaitingDeliveries(PostgresDatabase database, TimeProvider clock) : IWaitingDeliveries
{
    private const string Columns = "number, connection, received_at, stored_at, due_at, failures, failing_since, last_error, dead_at, plain, size, method, url, headers";

    public Task<bool> AddAsync(NewWaitingDelivery delivery, CancellationToken cancellationToken) => database.WriteAsync(
        async c =>
        {
            // Of one connection at a time: two gateways would both see the last place free.
            await c.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtext('cx.waiting_deliveries'), hashtext($1))", [delivery.Connection], cancellationToken);
            var waiting = await c.RowsAsync(
                "SELECT count(*), coalesce(sum(size), 0)::bigint FROM waiting_deliveries WHERE connection = $1 AND dead_at IS NULL", [delivery.Connection], r => (Count: r.GetInt64(0), Bytes: r.GetInt64(1)),
                cancellationToken);
            if (waiting[0].Count >= IWaitingDeliveries.WaitingMax || waiting[0].Bytes + delivery.Body.Length > IWaitingDeliveries.WaitingBytesMax)
            {
                return false;
            }

            await c.ExecuteAsync(
                "INSERT INTO waiting_deliveries (connection, received_at, stored_at, due_at, size, method, url, headers, body) VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8)",
                [
                    delivery.Connection, delivery.ReceivedAt, clock.GetUtcNow(), (long)delivery.Body.Length, StorableText.Of(delivery.Method), StorableText.Of(delivery.Url), StorableText.Of(delivery.Headers),
                    delivery.Body.ToArray(),
                ],
                cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<string>> DueAsync(CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowsAsync(
            "SELECT DISTINCT connection FROM waiting_deliveries WHERE dead_at IS NULL AND due_at <= $1 ORDER BY connection", [clock.GetUtcNow()], r => r.GetString(0), cancellationToken),
        cancellationToken);

    public Task<(bool Taken, string? Cursor)> LeaseAsync(string connection, string reader, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            async c =>
            {
                await c.ExecuteAsync("INSERT INTO source_enrichments (connection) VALUES ($1) ON CONFLICT (connection) DO NOTHING", [connection], cancellationToken);
                var taken = await c.RowsAsync(
                    """
                    UPDATE source_enrichments SET reader = $2, reader_until = $3
                    WHERE connection = $1 AND (reader IS NULL OR reader = $2 OR reader_until <= $4) AND (due_at IS NULL OR due_at <= $4) RETURNING cursor
                    """,
                    [connection, reader, now + lease, now],
                    r => r.TextOrNull(0),
                    cancellationToken);
                return taken is [var cursor] ? (true, cursor) : (false, (string?)null);
            },
            cancellationToken,
            repeatable: true);
    }

    public Task<bool> AdvanceAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync(
            "UPDATE source_enrichments SET reader_until = $3, cursor = $4 WHERE connection = $1 AND reader = $2", [connection, reader, clock.GetUtcNow() + lease, cursor], cancellationToken) > 0,
        cancellationToken,
        repeatable: true);

    public Task EndAsync(string connection, string reader, DateTimeOffset? dueAt, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.ExecuteAsync(
            "UPDATE source_enrichments SET reader = NULL, reader_until = NULL, due_at = $3::timestamptz WHERE connection = $1 AND reader = $2", [connection, reader, dueAt], cancellationToken),
        cancellationToken,
        repeatable: true);

    public Task<ImmutableArray<long>> DueOfAsync(string connection, int max, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowsAsync(
            "SELECT number FROM waiting_deliveries WHERE connection = $1 AND dead_at IS NULL AND due_at <= $2 ORDER BY due_at, number LIMIT $3", [connection, clock.GetUtcNow(), max],
            r => r.GetInt64(0), cancellationToken),
        cancellationToken);

    public Task<WaitingDelivery?> GetAsync(string connection, long number, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowAsync($"SELECT {Columns}, body FROM waiting_deliveries WHERE connection = $1 AND number = $2", [connection, number], Read, cancellationToken), cancellationToken);

    public Task FailedAsync(long number, string problem, DateTimeOffset dueAt, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.ExecuteAsync(
            "UPDATE waiting_deliveries SET failures = failures + 1, failing_since = coalesce(failing_since, $2), last_error = $3, due_at = $4 WHERE number = $1 AND dead_at IS NULL",
            [number, clock.GetUtcNow(), StorableText.Of(problem), dueAt],
            cancellationToken),
        cancellationToken);

    public Task DeadLetterAsync(long number, string problem, CancellationToken cancellationToken) => database.WriteAsync(
        async c =>
        {
            var now = clock.GetUtcNow();
            await c.ExecuteAsync(
                "UPDATE waiting_deliveries SET dead_at = $2, failures = failures + 1, failing_since = coalesce(failing_since, $2), last_error = $3 WHERE number = $1 AND dead_at IS NULL",
                [number, now, StorableText.Of(problem)],
                cancellationToken);
            return await c.ExecuteAsync(
                """
                DELETE FROM waiting_deliveries WHERE dead_at IS NOT NULL AND connection = (SELECT connection FROM waiting_deliveries WHERE number = $1)
                    AND number <= (SELECT number FROM waiting_deliveries WHERE dead_at IS NOT NULL AND connection = (SELECT connection FROM waiting_deliveries WHERE number = $1)
                        ORDER BY number DESC LIMIT 1 OFFSET $2)
                """,
                [number, IWaitingDeliveries.DeadMax],
                cancellationToken);
        },
        cancellationToken);

    public Task RemoveAsync(long number, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.ExecuteAsync("DELETE FROM waiting_deliveries WHERE number = $1", [number], cancellationToken), cancellationToken, repeatable: true);

    public Task<bool> RemoveDeadAsync(string connection, long number, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync("DELETE FROM waiting_deliveries WHERE connection = $1 AND number = $2 AND dead_at IS NOT NULL", [connection, number], cancellationToken) > 0, cancellationToken);

    public async Task<bool> RetryAsync(string connection, long number, bool plain, CancellationToken cancellationToken) => await RetryAsync(connection, (long?)number, plain, cancellationToken) > 0;

    public Task<int> RetryAllAsync(string connection, CancellationToken cancellationToken) => RetryAsync(connection, null, plain: false, cancellationToken);

    public Task<ImmutableArray<WaitingDelivery>> DeadAsync(string connection, long? before, int limit, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowsAsync(
            $"SELECT {Columns}, ''::bytea FROM waiting_deliveries WHERE connection = $1 AND dead_at IS NOT NULL AND number < $2 ORDER BY number DESC LIMIT $3", [connection, before ?? long.MaxValue, limit], Read,
            cancellationToken),
        cancellationToken);

    public Task<ImmutableArray<WaitingCount>> CountsAsync(CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowsAsync(
            """
            SELECT connection, count(*) FILTER (WHERE dead_at IS NULL), count(*) FILTER (WHERE dead_at IS NOT NULL), min(stored_at) FILTER (WHERE dead_at IS NULL),
                min(failing_since) FILTER (WHERE dead_at IS NULL), max(last_error) FILTER (WHERE dead_at IS NULL)
            FROM waiting_deliveries GROUP BY connection ORDER BY connection
            """,
            [],
            r => new WaitingCount
            {
                Connection = r.GetString(0),
                Waiting = r.GetInt64(1),
                Dead = r.GetInt64(2),
                WaitingSince = r.TimeOrNull(3),
                FailingSince = r.TimeOrNull(4),
                LastError = r.TextOrNull(5),
            },
            cancellationToken),
        cancellationToken);

    public Task TrimAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async c =>
        {
            var now = clock.GetUtcNow();
            await c.ExecuteAsync("DELETE FROM waiting_deliveries WHERE dead_at < $1", [now - IWaitingDeliveries.KeptFor], cancellationToken);
            await c.ExecuteAsync(
                "UPDATE waiting_deliveries SET dead_at = $1, last_error = coalesce(last_error, $3) WHERE dead_at IS NULL AND stored_at < $2",
                [now, now - IWaitingDeliveries.KeptFor, WaitingDeliveries.TooLong],
                cancellationToken);
            return await c.ExecuteAsync(
                """
                DELETE FROM waiting_deliveries WHERE number IN (SELECT number FROM (
                    SELECT number, row_number() OVER (PARTITION BY connection ORDER BY number DESC) AS place FROM waiting_deliveries WHERE dead_at IS NOT NULL) AS letters WHERE place > $1)
                """,
                [IWaitingDeliveries.DeadMax],
                cancellationToken);
        },
        cancellationToken,
        repeatable: true);

    private Task<int> RetryAsync(string connection, long? number, bool plain, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.ExecuteAsync(
            """
            UPDATE waiting_deliveries SET dead_at = NULL, stored_at = $3, due_at = $3, failures = 0, failing_since = NULL, last_error = NULL, plain = $4
            WHERE connection = $1 AND ($2::bigint IS NULL OR number = $2::bigint) AND dead_at IS NOT NULL
            """,
            [connection, number, clock.GetUtcNow(), plain],
            cancellationToken),
        cancellationToken);

    private static WaitingDelivery Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        Connection = r.GetString(1),
        ReceivedAt = r.GetFieldValue<DateTimeOffset>(2),
        StoredAt = r.GetFieldValue<DateTimeOffset>(3),
        DueAt = r.GetFieldValue<DateTimeOffset>(4),
        Failures = r.GetInt32(5),
        FailingSince = r.TimeOrNull(6),
        LastError = r.TextOrNull(7),
        DeadAt = r.TimeOrNull(8),
        Plain = r.GetBoolean(9),
        Size = (int)r.GetInt64(10),
        Method = r.GetString(11),
        Url = r.GetString(12),
        Headers = r.GetString(13),
        Body = r.GetFieldValue<byte[]>(14),
    };
}
