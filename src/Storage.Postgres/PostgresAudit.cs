using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresAudit(PostgresDatabase database, TimeProvider clock) : IAuditTrail
{
    public async Task<AuditEntry> AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var numbers = await database.WriteAsync(connection => InsertAsync(connection, [entry], now, cancellationToken), cancellationToken);
        return entry with { Number = numbers[0], At = now };
    }

    public Task<Page<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions().AndIf("number <", Cursors.Number(query.Cursor)).AndIf("actor =", query.By).AndIf("action =", query.Action)
            .AndIf("kind =", query.Kind).AndIf("id =", query.Id).AndIf("at >=", query.From).AndIf("at <", query.Until);
        return database.RunAsync(
            async connection => NumberPages.Of(
                await connection.RowsAsync(
                    $"SELECT number, at, actor, action, kind, id, version, detail FROM audit {where.Sql} ORDER BY number DESC LIMIT {where.Value(query.Limit + 1)}",
                    where.Values,
                    Read,
                    cancellationToken),
                query.Limit,
                e => e.Number),
            cancellationToken);
    }

    /// <summary>Adds entries within a transaction; their numbers, in their order.</summary>
    internal static Task<ImmutableArray<long>> InsertAsync(NpgsqlConnection connection, ImmutableArray<AuditEntry> entries, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.RowsAsync(
            """
            INSERT INTO audit (at, actor, action, kind, id, version, detail)
            SELECT $1, e.actor, e.action, nullif(e.kind, ''), nullif(e.id, ''), nullif(e.version, -1), nullif(e.detail, '')
            FROM unnest($2, $3, $4, $5, $6, $7) WITH ORDINALITY AS e (actor, action, kind, id, version, detail, place) ORDER BY e.place
            RETURNING number
            """,
            [
                now,
                entries.Select(e => StorableText.Of(e.By)).ToArray(),
                entries.Select(e => e.Action).ToArray(),
                entries.Select(e => StorableText.Of(e.Kind ?? "")).ToArray(),
                entries.Select(e => StorableText.Of(e.Id ?? "")).ToArray(),
                entries.Select(e => e.Version ?? -1).ToArray(),
                entries.Select(e => StorableText.Of(e.Detail ?? "")).ToArray(),
            ],
            r => r.GetInt64(0),
            cancellationToken);

    private static AuditEntry Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        At = r.Time(1),
        By = r.GetString(2),
        Action = r.GetString(3),
        Kind = r.TextOrNull(4),
        Id = r.TextOrNull(5),
        Version = r.IsDBNull(6) ? null : r.GetInt32(6),
        Detail = r.TextOrNull(7),
    };
}
