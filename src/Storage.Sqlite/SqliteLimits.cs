using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Limits that customers share, within a transaction of the one writer: what is read here cannot change before it is written.</summary>
internal static class SqliteLimits
{
    /// <summary>A day or an hour that is over for this long is forgotten.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(8);

    public static IReadOnlyDictionary<string, long> Used(SqliteSession session, ImmutableArray<string> limits) =>
        limits.ToFrozenDictionary(l => l, l => Used(session, l), StringComparer.Ordinal);

    /// <summary>Whether all of it has room.</summary>
    public static bool Fit(SqliteSession session, ImmutableArray<LimitUse> uses)
    {
        foreach (var use in uses)
        {
            if (Used(session, use.Limit) + use.Amount > use.Max)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes it. Cases that are open and codes that are free count themselves.</summary>
    public static void Take(SqliteSession session, ImmutableArray<LimitUse> uses)
    {
        foreach (var use in uses)
        {
            if (use.EndsAt is not { } ends)
            {
                continue;
            }

            using (var statement = session.Use("UPDATE limits SET used = used + ?2 WHERE name = ?1"))
            {
                if (statement.Bind(1, use.Limit).Bind(2, use.Amount).Run() > 0)
                {
                    continue;
                }
            }

            // A new day or hour: those long over go.
            using (var insert = session.Use("INSERT INTO limits (name, used, ends_at) VALUES (?1, ?2, ?3)"))
            {
                insert.Bind(1, use.Limit).Bind(2, use.Amount).Bind(3, ends).Run();
            }

            using var delete = session.Use("DELETE FROM limits WHERE ends_at < ?1");
            delete.Bind(1, ends - KeptFor).Run();
        }
    }

    private static long Used(SqliteSession session, string limit)
    {
        if (limit.StartsWith(SharedLimits.OpenPrefix, StringComparison.Ordinal))
        {
            using var open = session.Use(
                "SELECT (SELECT count(*) FROM cases WHERE queue = ?1 AND status <> 3) + (SELECT count(*) FROM outbox WHERE queue = ?1 AND kind = 3 AND status = 3)");
            open.Bind(1, limit[SharedLimits.OpenPrefix.Length..]).Read();
            return open.Long(0);
        }

        if (limit.StartsWith(SharedLimits.CodesPrefix, StringComparison.Ordinal))
        {
            return -SqliteCodes.Free(session, limit[SharedLimits.CodesPrefix.Length..]);
        }

        using var statement = session.Use("SELECT used FROM limits WHERE name = ?1");
        return statement.Bind(1, limit).Read() ? statement.Long(0) : 0;
    }
}
