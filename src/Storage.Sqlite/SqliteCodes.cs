using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Codes;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteCodes(SqliteDatabase database, TimeProvider clock) : ICodePools
{
    public const string Step =
        """
        CREATE TABLE codes (number INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL UNIQUE, pool TEXT NOT NULL, added_at INTEGER NOT NULL, action TEXT, key TEXT,
            given_at INTEGER, redeemed_at INTEGER, redeemed_by TEXT);
        CREATE INDEX codes_pool ON codes (pool, number);
        CREATE INDEX codes_free ON codes (pool, number) WHERE action IS NULL AND redeemed_at IS NULL;
        CREATE UNIQUE INDEX codes_action ON codes (action) WHERE action IS NOT NULL;
        """;

    internal const string Columns = "number, code, pool, added_at, action, key, given_at, redeemed_at, redeemed_by";

    public Task<CodesAdded> AddAsync(string pool, ImmutableArray<string> codes, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                var added = 0;
                foreach (var code in codes)
                {
                    using var insert = transaction.Session.Use("INSERT INTO codes (code, pool, added_at) VALUES (?1, ?2, ?3) ON CONFLICT (code) DO NOTHING");
                    added += insert.Bind(1, code).Bind(2, pool).Bind(3, now).Run();
                }

                return new CodesAdded(added, codes.Length - added);
            },
            cancellationToken);
    }

    public Task<ImmutableArray<CodePool>> ListAsync(string? pool, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var pools = ImmutableArray.CreateBuilder<CodePool>();
            using var statement = session.Use(
                """
                SELECT pool, count(*), sum(action IS NULL AND redeemed_at IS NULL), count(action), count(redeemed_at), max(added_at), max(given_at)
                FROM codes WHERE ?1 IS NULL OR pool = ?1 GROUP BY pool ORDER BY pool
                """);
            statement.Bind(1, pool);
            while (statement.Read())
            {
                pools.Add(new CodePool
                {
                    Pool = statement.Text(0),
                    Total = statement.Long(1),
                    Free = statement.Long(2),
                    Given = statement.Long(3),
                    Redeemed = statement.Long(4),
                    LastAddedAt = statement.Time(5),
                    LastGivenAt = statement.TimeOrNull(6),
                });
            }

            return pools.ToImmutable();
        },
        cancellationToken);

    public Task<Page<OfferCode>> CodesAsync(string pool, CodeState? state, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(cursor);
        return database.ReadAsync(
            session =>
            {
                var where = CodeConditions.Of(state);
                using var statement = session.Use($"SELECT {Columns} FROM codes WHERE pool = ?1 AND number < ?2 AND {where} ORDER BY number DESC LIMIT ?3");
                statement.Bind(1, pool).Bind(2, before).Bind(3, (long)limit + 1);
                return SqlitePages.Of(statement, limit, Read, c => c.Number);
            },
            cancellationToken);
    }

    public Task<OfferCode?> FindAsync(string code, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM codes WHERE code = ?1");
            return statement.Bind(1, code).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<int> WithdrawAsync(string pool, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM codes WHERE pool = ?1 AND action IS NULL AND redeemed_at IS NULL");
            return delete.Bind(1, pool).Run();
        },
        cancellationToken);

    /// <summary>Free codes of a pool, counted to a bound.</summary>
    internal static long Free(SqliteSession session, string pool)
    {
        using var statement = session.Use("SELECT count(*) FROM (SELECT 1 FROM codes WHERE pool = ?1 AND action IS NULL AND redeemed_at IS NULL LIMIT ?2)");
        statement.Bind(1, pool).Bind(2, (long)ICodePools.CountedMax).Read();
        return statement.Long(0);
    }

    /// <summary>Gives what a commit takes, and marks what its customer used. That there is enough was seen in this transaction.</summary>
    internal static void Write(SqliteSession session, string key, CustomerCommit commit)
    {
        foreach (var take in commit.CodeTakes)
        {
            using var give = session.Use(
                """
                UPDATE codes SET action = ?2, key = ?3, given_at = ?4
                WHERE number = (SELECT number FROM codes WHERE pool = ?1 AND action IS NULL AND redeemed_at IS NULL ORDER BY number LIMIT 1)
                """);
            if (give.Bind(1, take.Pool).Bind(2, take.Action).Bind(3, key).Bind(4, take.At).Run() == 0)
            {
                throw new UnreachableException("A pool was seen to have a code and has none.");
            }
        }

        foreach (var redemption in commit.Redemptions)
        {
            using var redeem = session.Use("UPDATE codes SET redeemed_at = ?2, redeemed_by = ?3 WHERE code = ?1 AND redeemed_at IS NULL");
            redeem.Bind(1, redemption.Code).Bind(2, redemption.At).Bind(3, key).Run();
        }
    }

    internal static OfferCode Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        Code = s.Text(1),
        Pool = s.Text(2),
        AddedAt = s.Time(3),
        Action = s.TextOrNull(4),
        Key = s.TextOrNull(5),
        GivenAt = s.TimeOrNull(6),
        RedeemedAt = s.TimeOrNull(7),
        RedeemedBy = s.TextOrNull(8),
    };
}
