namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteAudit(SqliteDatabase database, TimeProvider clock) : IAuditTrail
{
    public Task<AuditEntry> AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(transaction => entry with { Number = Insert(transaction.Session, entry, now), At = now }, cancellationToken);
    }

    public Task<Page<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(query.Cursor);
        return database.ReadAsync(
            session =>
            {
                // Each way of asking has its own statement, so that its index serves it.
                var by = query.Id is not null && query.Kind is not null ? "kind = ?3 AND id = ?4"
                    : query.By is not null ? "actor = ?1"
                    : query.Action is not null ? "action = ?2"
                    : query.Kind is not null ? "kind = ?3"
                    : "1";
                using var statement = session.Use(
                    $"""
                    SELECT number, at, actor, action, kind, id, version, detail FROM audit
                    WHERE {by} AND (?1 IS NULL OR actor = ?1) AND (?2 IS NULL OR action = ?2) AND (?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR id = ?4)
                        AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at < ?6) AND number < ?7
                    ORDER BY number DESC LIMIT ?8
                    """);
                statement.Bind(1, query.By).Bind(2, query.Action).Bind(3, query.Kind).Bind(4, query.Id).Bind(5, query.From).Bind(6, query.Until).Bind(7, before)
                    .Bind(8, (long)query.Limit + 1);
                return SqlitePages.Of(statement, query.Limit, Read, e => e.Number);
            },
            cancellationToken);
    }

    /// <summary>Adds an entry within a transaction; its number.</summary>
    internal static long Insert(SqliteSession session, AuditEntry entry, DateTimeOffset now)
    {
        using var statement = session.Use(
            "INSERT INTO audit (at, actor, action, kind, id, version, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING number");
        statement.Bind(1, now).Bind(2, entry.By).Bind(3, entry.Action).Bind(4, entry.Kind).Bind(5, entry.Id).Bind(6, (long?)entry.Version).Bind(7, entry.Detail).Read();
        var number = statement.Long(0);

        // Stepped to its end: only then is the row written.
        statement.Run();
        return number;
    }

    private static AuditEntry Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        At = s.Time(1),
        By = s.Text(2),
        Action = s.Text(3),
        Kind = s.TextOrNull(4),
        Id = s.TextOrNull(5),
        Version = s.IsNull(6) ? null : s.Int(6),
        Detail = s.TextOrNull(7),
    };
}
