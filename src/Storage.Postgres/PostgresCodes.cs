using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Storage.Codes;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresCodes(PostgresDatabase database, TimeProvider clock) : ICodePools
{
    internal const string Columns = "number, code, pool, added_at, action, key, given_at, redeemed_at, redeemed_by";

    public Task<CodesAdded> AddAsync(string pool, ImmutableArray<string> codes, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            // Inserted in the order of the codes, so that two who add the same never wait for each other in a circle.
            var added = await connection.ExecuteAsync(
                "INSERT INTO codes (code, pool, added_at) SELECT code, $2, $3 FROM unnest($1) AS d (code) ORDER BY code COLLATE \"C\" ON CONFLICT (code) DO NOTHING",
                [codes.ToArray(), pool, clock.GetUtcNow()],
                cancellationToken);
            return new CodesAdded(added, codes.Length - added);
        },
        cancellationToken);

    public Task<ImmutableArray<CodePool>> ListAsync(string? pool, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            """
            SELECT pool, count(*), count(*) FILTER (WHERE action IS NULL AND redeemed_at IS NULL), count(action), count(redeemed_at), max(added_at), max(given_at)
            FROM codes WHERE $1::text IS NULL OR pool = $1 GROUP BY pool ORDER BY pool
            """,
            [pool],
            r => new CodePool
            {
                Pool = r.GetString(0),
                Total = r.GetInt64(1),
                Free = r.GetInt64(2),
                Given = r.GetInt64(3),
                Redeemed = r.GetInt64(4),
                LastAddedAt = r.Time(5),
                LastGivenAt = r.TimeOrNull(6),
            },
            cancellationToken),
        cancellationToken);

    public Task<Page<OfferCode>> CodesAsync(string pool, CodeState? state, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var where = CodeConditions.Of(state);
        var before = Cursors.Number(cursor);
        return database.RunAsync(
            async connection => NumberPages.Of(
                await connection.RowsAsync(
                    $"SELECT {Columns} FROM codes WHERE pool = $1 AND number < $2 AND {where} ORDER BY number DESC LIMIT $3", [pool, before, limit + 1], Read, cancellationToken),
                limit,
                c => c.Number),
            cancellationToken);
    }

    public Task<OfferCode?> FindAsync(string code, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {Columns} FROM codes WHERE code = $1", [code], Read, cancellationToken), cancellationToken);

    public Task<int> WithdrawAsync(string pool, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            // Who admits offers of the pool counts its codes behind this row, and keeps it until they are given.
            var limit = SharedLimits.CodesPrefix + pool;
            await connection.ExecuteAsync("INSERT INTO limits (name, used, ends_at) VALUES ($1, 0, 'infinity') ON CONFLICT (name) DO NOTHING", [limit], cancellationToken);
            await connection.ExecuteAsync("SELECT 1 FROM limits WHERE name = $1 FOR UPDATE", [limit], cancellationToken);
            return await connection.ExecuteAsync("DELETE FROM codes WHERE pool = $1 AND action IS NULL AND redeemed_at IS NULL", [pool], cancellationToken);
        },
        cancellationToken,
        repeatable: true);

    internal static OfferCode Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        Code = r.GetString(1),
        Pool = r.GetString(2),
        AddedAt = r.Time(3),
        Action = r.TextOrNull(4),
        Key = r.TextOrNull(5),
        GivenAt = r.TimeOrNull(6),
        RedeemedAt = r.TimeOrNull(7),
        RedeemedBy = r.TextOrNull(8),
    };
}
