using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteWaitingDeliveries(SqliteDatabase database, TimeProvider clock) : IWaitingDeliveries
{
    public const string Step =
        """
        CREATE TABLE waiting_deliveries (number INTEGER PRIMARY KEY AUTOINCREMENT, connection TEXT NOT NULL, received_at INTEGER NOT NULL, stored_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
            failures INTEGER NOT NULL DEFAULT 0, failing_since INTEGER, last_error TEXT, dead_at INTEGER, plain INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL,
            method TEXT NOT NULL, url TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL);
        CREATE INDEX waiting_deliveries_due ON waiting_deliveries (connection, due_at, number, size) WHERE dead_at IS NULL;
        CREATE INDEX waiting_deliveries_dead ON waiting_deliveries (connection, number) WHERE dead_at IS NOT NULL;
        CREATE TABLE source_enrichments (connection TEXT PRIMARY KEY, reader TEXT, reader_until INTEGER, due_at INTEGER, cursor TEXT) WITHOUT ROWID;
        """;

    private const string Columns = "number, connection, received_at, stored_at, due_at, failures, failing_since, last_error, dead_at, plain, size, method, url, headers";

    public Task<bool> AddAsync(NewWaitingDelivery delivery, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using (var waiting = transaction.Session.Use("SELECT count(*), coalesce(sum(size), 0) FROM waiting_deliveries WHERE connection = ?1 AND dead_at IS NULL"))
                {
                    waiting.Bind(1, delivery.Connection).Read();
                    if (waiting.Long(0) >= IWaitingDeliveries.WaitingMax || waiting.Long(1) + delivery.Body.Length > IWaitingDeliveries.WaitingBytesMax)
                    {
                        return false;
                    }
                }

                using var insert = transaction.Session.Use(
                    "INSERT INTO waiting_deliveries (connection, received_at, stored_at, due_at, size, method, url, headers, body) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8)");
                insert.Bind(1, delivery.Connection).Bind(2, delivery.ReceivedAt).Bind(3, now).Bind(4, (long)delivery.Body.Length).Bind(5, delivery.Method).Bind(6, delivery.Url)
                    .Bind(7, delivery.Headers).BindBlob(8, delivery.Body.Span).Run();
                return true;
            },
            cancellationToken);
    }

    public Task<ImmutableArray<string>> DueAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<string>();
            using var statement = session.Use("SELECT DISTINCT connection FROM waiting_deliveries WHERE dead_at IS NULL AND due_at <= ?1 ORDER BY connection");
            statement.Bind(1, clock.GetUtcNow());
            while (statement.Read())
            {
                found.Add(statement.Text(0));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<(bool Taken, string? Cursor)> LeaseAsync(string connection, string reader, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using (var insert = transaction.Session.Use("INSERT INTO source_enrichments (connection) VALUES (?1) ON CONFLICT (connection) DO NOTHING"))
                {
                    insert.Bind(1, connection).Run();
                }

                using var take = transaction.Session.Use(
                    """
                    UPDATE source_enrichments SET reader = ?2, reader_until = ?3
                    WHERE connection = ?1 AND (reader IS NULL OR reader = ?2 OR reader_until <= ?4) AND (due_at IS NULL OR due_at <= ?4) RETURNING cursor
                    """);
                return take.Bind(1, connection).Bind(2, reader).Bind(3, now + lease).Bind(4, now).Read() ? (true, take.TextOrNull(0)) : (false, (string?)null);
            },
            cancellationToken);
    }

    public Task<bool> AdvanceAsync(string connection, string reader, string cursor, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var advance = transaction.Session.Use("UPDATE source_enrichments SET reader_until = ?3, cursor = ?4 WHERE connection = ?1 AND reader = ?2");
            return advance.Bind(1, connection).Bind(2, reader).Bind(3, clock.GetUtcNow() + lease).Bind(4, cursor).Run() > 0;
        },
        cancellationToken);

    public Task EndAsync(string connection, string reader, DateTimeOffset? dueAt, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var end = transaction.Session.Use("UPDATE source_enrichments SET reader = NULL, reader_until = NULL, due_at = ?3 WHERE connection = ?1 AND reader = ?2");
            return end.Bind(1, connection).Bind(2, reader).Bind(3, dueAt).Run();
        },
        cancellationToken);

    public Task<ImmutableArray<long>> DueOfAsync(string connection, int max, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<long>();
            using var statement = session.Use("SELECT number FROM waiting_deliveries WHERE connection = ?1 AND dead_at IS NULL AND due_at <= ?2 ORDER BY due_at, number LIMIT ?3");
            statement.Bind(1, connection).Bind(2, clock.GetUtcNow()).Bind(3, (long)max);
            while (statement.Read())
            {
                found.Add(statement.Long(0));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<WaitingDelivery?> GetAsync(string connection, long number, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns}, body FROM waiting_deliveries WHERE connection = ?1 AND number = ?2");
            return statement.Bind(1, connection).Bind(2, number).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task FailedAsync(long number, string problem, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using var failed = transaction.Session.Use(
                    "UPDATE waiting_deliveries SET failures = failures + 1, failing_since = coalesce(failing_since, ?2), last_error = ?3, due_at = ?4 WHERE number = ?1 AND dead_at IS NULL");
                return failed.Bind(1, number).Bind(2, now).Bind(3, problem).Bind(4, dueAt).Run();
            },
            cancellationToken);
    }

    public Task DeadLetterAsync(long number, string problem, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using (var dead = transaction.Session.Use(
                    "UPDATE waiting_deliveries SET dead_at = ?2, failures = failures + 1, failing_since = coalesce(failing_since, ?2), last_error = ?3 WHERE number = ?1 AND dead_at IS NULL"))
                {
                    dead.Bind(1, number).Bind(2, now).Bind(3, problem).Run();
                }

                using var trim = transaction.Session.Use(
                    """
                    DELETE FROM waiting_deliveries WHERE dead_at IS NOT NULL AND connection = (SELECT connection FROM waiting_deliveries WHERE number = ?1)
                        AND number <= (SELECT number FROM waiting_deliveries WHERE dead_at IS NOT NULL AND connection = (SELECT connection FROM waiting_deliveries WHERE number = ?1)
                            ORDER BY number DESC LIMIT 1 OFFSET ?2)
                    """);
                return trim.Bind(1, number).Bind(2, (long)IWaitingDeliveries.DeadMax).Run();
            },
            cancellationToken);
    }

    public Task RemoveAsync(long number, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM waiting_deliveries WHERE number = ?1");
            return delete.Bind(1, number).Run();
        },
        cancellationToken);

    public Task<bool> RemoveDeadAsync(string connection, long number, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM waiting_deliveries WHERE connection = ?1 AND number = ?2 AND dead_at IS NOT NULL");
            return delete.Bind(1, connection).Bind(2, number).Run() > 0;
        },
        cancellationToken);

    public async Task<bool> RetryAsync(string connection, long number, bool plain, CancellationToken cancellationToken) => await RetryAsync(connection, number, plain ? 1 : 0, cancellationToken) > 0;

    public Task<int> RetryAllAsync(string connection, CancellationToken cancellationToken) => RetryAsync(connection, null, 0, cancellationToken);

    public Task<ImmutableArray<WaitingDelivery>> DeadAsync(string connection, long? before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<WaitingDelivery>();
            using var statement = session.Use($"SELECT {Columns}, x'' FROM waiting_deliveries WHERE connection = ?1 AND dead_at IS NOT NULL AND number < ?2 ORDER BY number DESC LIMIT ?3");
            statement.Bind(1, connection).Bind(2, before ?? long.MaxValue).Bind(3, (long)limit);
            while (statement.Read())
            {
                found.Add(Read(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<ImmutableArray<WaitingCount>> CountsAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<WaitingCount>();
            using var statement = session.Use(
                """
                SELECT connection, count(*) FILTER (WHERE dead_at IS NULL), count(*) FILTER (WHERE dead_at IS NOT NULL), min(stored_at) FILTER (WHERE dead_at IS NULL),
                    min(failing_since) FILTER (WHERE dead_at IS NULL), max(last_error) FILTER (WHERE dead_at IS NULL)
                FROM waiting_deliveries GROUP BY connection ORDER BY connection
                """);
            while (statement.Read())
            {
                found.Add(new WaitingCount
                {
                    Connection = statement.Text(0),
                    Waiting = statement.Long(1),
                    Dead = statement.Long(2),
                    WaitingSince = statement.TimeOrNull(3),
                    FailingSince = statement.TimeOrNull(4),
                    LastError = statement.TextOrNull(5),
                });
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task TrimAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using (var delete = transaction.Session.Use("DELETE FROM waiting_deliveries WHERE dead_at < ?1"))
                {
                    delete.Bind(1, now - IWaitingDeliveries.KeptFor).Run();
                }

                using (var dead = transaction.Session.Use("UPDATE waiting_deliveries SET dead_at = ?1, last_error = coalesce(last_error, ?3) WHERE dead_at IS NULL AND stored_at < ?2"))
                {
                    dead.Bind(1, now).Bind(2, now - IWaitingDeliveries.KeptFor).Bind(3, WaitingDeliveries.TooLong).Run();
                }

                using var trim = transaction.Session.Use(
                    """
                    DELETE FROM waiting_deliveries WHERE number IN (SELECT number FROM (
                        SELECT number, row_number() OVER (PARTITION BY connection ORDER BY number DESC) AS place FROM waiting_deliveries WHERE dead_at IS NOT NULL) WHERE place > ?1)
                    """);
                return trim.Bind(1, (long)IWaitingDeliveries.DeadMax).Run();
            },
            cancellationToken);
    }

    private Task<int> RetryAsync(string connection, long? number, long plain, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using var retry = transaction.Session.Use(
                    """
                    UPDATE waiting_deliveries SET dead_at = NULL, stored_at = ?3, due_at = ?3, failures = 0, failing_since = NULL, last_error = NULL, plain = ?4
                    WHERE connection = ?1 AND (?2 IS NULL OR number = ?2) AND dead_at IS NOT NULL
                    """);
                return retry.Bind(1, connection).Bind(2, number).Bind(3, now).Bind(4, plain).Run();
            },
            cancellationToken);
    }

    private static WaitingDelivery Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        Connection = s.Text(1),
        ReceivedAt = s.Time(2),
        StoredAt = s.Time(3),
        DueAt = s.Time(4),
        Failures = s.Int(5),
        FailingSince = s.TimeOrNull(6),
        LastError = s.TextOrNull(7),
        DeadAt = s.TimeOrNull(8),
        Plain = s.Long(9) != 0,
        Size = s.Int(10),
        Method = s.Text(11),
        Url = s.Text(12),
        Headers = s.Text(13),
        Body = s.Bytes(14).ToArray(),
    };
}
