using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Identities that came with touchpoints, who owns them, and the links that follow.</summary>
internal static class SqliteIdentityRows
{
    public const string Step =
        """
        CREATE TABLE identities (key TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, given TEXT NOT NULL, strength INTEGER NOT NULL, problem INTEGER NOT NULL,
            source TEXT NOT NULL, touchpoint TEXT NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, PRIMARY KEY (key, kind, value)) WITHOUT ROWID;
        CREATE INDEX identities_value ON identities (value, kind, key);
        CREATE TABLE identity_claims (kind TEXT NOT NULL, value TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
        CREATE INDEX identity_claims_key ON identity_claims (key);
        CREATE TABLE identity_links (number INTEGER PRIMARY KEY AUTOINCREMENT, one TEXT NOT NULL, other TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
            source TEXT NOT NULL, touchpoint TEXT NOT NULL, at INTEGER NOT NULL, state INTEGER NOT NULL, changed_by TEXT, changed_at INTEGER, UNIQUE (one, other));
        CREATE INDEX identity_links_other ON identity_links (other);
        CREATE INDEX identity_links_state ON identity_links (state, number);
        """;

    private static readonly string Beyond =
        $"""
        SELECT kind, value FROM identities WHERE key = ?1
        ORDER BY problem <> 0, strength >= {(int)IdentityStrength.Anonymous}, last_seen DESC, kind, value LIMIT -1 OFFSET {IIdentityStore.CustomerMax}
        """;

    public static void Write(SqliteSession session, string key, CustomerCommit commit)
    {
        foreach (var seen in commit.Identities)
        {
            Upsert(session, key, seen);
            if (seen.Problem == IdentityProblem.None)
            {
                Claim(session, seen.Identity, key);
            }
        }

        foreach (var seen in commit.Identities.OrderBy(s => s.FirstSeen).ThenBy(s => s.Identity))
        {
            if (seen.Problem == IdentityProblem.None && IdentityKinds.Links(seen.Identity.Kind))
            {
                Link(session, key, seen, commit.IdentitySharedMax);
            }
        }

        if (!commit.Identities.IsEmpty)
        {
            Trim(session, key);
        }
    }

    /// <summary>Gives the identity to the customer where nobody has it.</summary>
    public static void Claim(SqliteSession session, in CustomerIdentity identity, string key)
    {
        using var insert = session.Use("INSERT INTO identity_claims (kind, value, key) VALUES (?1, ?2, ?3) ON CONFLICT (kind, value) DO NOTHING");
        insert.Bind(1, identity.Kind).Bind(2, identity.Value).Bind(3, key).Run();
    }

    private static void Upsert(SqliteSession session, string key, SeenIdentity seen)
    {
        using var statement = session.Use(
            """
            INSERT INTO identities (key, kind, value, given, strength, problem, source, touchpoint, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (key, kind, value) DO UPDATE SET
                given = iif(excluded.first_seen < first_seen, excluded.given, given), source = iif(excluded.first_seen < first_seen, excluded.source, source),
                touchpoint = iif(excluded.first_seen < first_seen, excluded.touchpoint, touchpoint), problem = excluded.problem,
                first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)
            """);
        statement.Bind(1, key).Bind(2, seen.Identity.Kind).Bind(3, seen.Identity.Value).Bind(4, seen.Given).Bind(5, (long)IdentityKinds.Strength(seen.Identity.Kind))
            .Bind(6, (long)seen.Problem).Bind(7, seen.Source).Bind(8, seen.Touchpoint).Bind(9, seen.FirstSeen).Bind(10, seen.LastSeen).Run();
    }

    private static void Link(SqliteSession session, string key, SeenIdentity seen, int sharedMax)
    {
        using var statement = session.Use(
            """
            INSERT INTO identity_links (one, other, kind, value, source, touchpoint, at, state)
            SELECT min(?1, c.key), max(?1, c.key), ?2, ?3, ?4, ?5, ?6, 1 FROM identity_claims c
            WHERE c.kind = ?2 AND c.value = ?3 AND c.key <> ?1 AND (SELECT count(*) FROM (SELECT 1 FROM identities WHERE value = ?3 AND kind = ?2 LIMIT ?7 + 1)) <= ?7
            ON CONFLICT (one, other) DO NOTHING
            """);
        statement.Bind(1, key).Bind(2, seen.Identity.Kind).Bind(3, seen.Identity.Value).Bind(4, seen.Source).Bind(5, seen.Touchpoint).Bind(6, seen.FirstSeen)
            .Bind(7, (long)sharedMax).Run();
    }

    private static void Trim(SqliteSession session, string key)
    {
        var gone = new List<CustomerIdentity>();
        using (var beyond = session.Use(Beyond))
        {
            beyond.Bind(1, key);
            while (beyond.Read())
            {
                gone.Add(new(beyond.Text(0), beyond.Text(1)));
            }
        }

        foreach (var identity in gone)
        {
            using var row = session.Use("DELETE FROM identities WHERE key = ?1 AND kind = ?2 AND value = ?3");
            row.Bind(1, key).Bind(2, identity.Kind).Bind(3, identity.Value).Run();
            using var claim = session.Use("DELETE FROM identity_claims WHERE key = ?1 AND kind = ?2 AND value = ?3");
            claim.Bind(1, key).Bind(2, identity.Kind).Bind(3, identity.Value).Run();
        }
    }
}
