using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteIdentities(SqliteDatabase database) : IIdentityStore
{
    public Task<IdentityKnowledge> KnownAsync(IReadOnlyCollection<CustomerIdentity> identities, int sharedMax, CancellationToken cancellationToken)
    {
        string[] kinds = [.. identities.Select(i => i.Kind).Distinct().Where(k => !IdentityKinds.IsWeak(k))];
        return database.ReadAsync(
            session =>
            {
                var knowledge = new IdentityKnowledge();
                var owners = new HashSet<string>(StringComparer.Ordinal);
                foreach (var identity in identities)
                {
                    // Where the owner was erased, the next one who had it is asked for.
                    var owner = Owner(session, identity) ?? First(session, identity);
                    knowledge.Set(identity, new KnownOwner(owner is null ? null : CustomerKey.Parse(owner).Customer, Customers(session, identity, sharedMax) > sharedMax));
                    if (owner is not null && owners.Add(owner))
                    {
                        AddHeld(session, knowledge, owner, kinds);
                    }
                }

                return knowledge;
            },
            cancellationToken);
    }

    public Task<bool> ClaimAsync(IReadOnlyCollection<IdentityClaim> claims, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            if (claims.Any(c => Owner(transaction.Session, c.Identity) is not null))
            {
                return false;
            }

            foreach (var claim in claims)
            {
                SqliteIdentityRows.Claim(transaction.Session, claim.Identity, CustomerKey.For(claim.Customer).ToString());
            }

            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<HeldIdentity>> ListAsync(CustomerKey key, int sharedMax, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var seen = new List<SeenIdentity>();
            using (var statement = session.Use(
                "SELECT kind, value, given, problem, source, touchpoint, first_seen, last_seen FROM identities WHERE key = ?1 ORDER BY strength, first_seen, kind, value"))
            {
                statement.Bind(1, key.ToString());
                while (statement.Read())
                {
                    seen.Add(new SeenIdentity
                    {
                        Identity = new(statement.Text(0), statement.Text(1)),
                        Given = statement.Text(2),
                        Problem = (IdentityProblem)statement.Int(3),
                        Source = statement.Text(4),
                        Touchpoint = statement.Text(5),
                        FirstSeen = statement.Time(6),
                        LastSeen = statement.Time(7),
                    });
                }
            }

            return ImmutableArray.CreateRange(seen.Select(s => new HeldIdentity(s, Customers(session, s.Identity, sharedMax))));
        },
        cancellationToken);

    public Task<ImmutableArray<IdentityHit>> FindAsync(IReadOnlyCollection<string> values, string? address, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = new List<IdentityHit>();
            foreach (var value in values)
            {
                using var exact = session.Use(
                    """
                    SELECT i.key, d.name, i.kind, i.value FROM identities i JOIN directory d ON d.key = i.key
                    WHERE i.value = ?1 AND i.problem = 0 ORDER BY i.strength, i.key LIMIT ?2
                    """);
                AddHits(exact.Bind(1, value).Bind(2, (long)limit), found, static _ => true);
            }

            if (address is not null)
            {
                // From the text on, as long as it begins so: a range of the index, whatever signs the text holds.
                using var beginning = session.Use(
                    $"""
                    SELECT i.key, d.name, i.kind, i.value FROM identities i JOIN directory d ON d.key = i.key
                    WHERE i.kind = '{IdentityKinds.Email}' AND i.value >= ?1 AND i.problem = 0 ORDER BY i.value, i.key LIMIT ?2
                    """);
                AddHits(beginning.Bind(1, address).Bind(2, (long)limit), found, value => value.StartsWith(address, StringComparison.Ordinal));
            }

            return IdentityHits.Of(found, limit);
        },
        cancellationToken);

    private static void AddHits(SqliteStatement statement, List<IdentityHit> found, Func<string, bool> isHit)
    {
        while (statement.Read() && isHit(statement.Text(3)))
        {
            found.Add(new IdentityHit(CustomerKey.Parse(statement.Text(0)), statement.TextOrNull(1), new(statement.Text(2), statement.Text(3))));
        }
    }

    private static string? Owner(SqliteSession session, in CustomerIdentity identity)
    {
        using var statement = session.Use("SELECT key FROM identity_claims WHERE kind = ?1 AND value = ?2");
        return statement.Bind(1, identity.Kind).Bind(2, identity.Value).Read() ? statement.Text(0) : null;
    }

    private static string? First(SqliteSession session, in CustomerIdentity identity)
    {
        using var statement = session.Use("SELECT key FROM identities WHERE value = ?1 AND kind = ?2 AND problem = 0 ORDER BY first_seen, key LIMIT 1");
        return statement.Bind(1, identity.Value).Bind(2, identity.Kind).Read() ? statement.Text(0) : null;
    }

    private static int Customers(SqliteSession session, in CustomerIdentity identity, int sharedMax)
    {
        using var statement = session.Use("SELECT count(*) FROM (SELECT 1 FROM identities WHERE value = ?1 AND kind = ?2 LIMIT ?3 + 1)");
        statement.Bind(1, identity.Value).Bind(2, identity.Kind).Bind(3, (long)sharedMax).Read();
        return statement.Int(0);
    }

    private static void AddHeld(SqliteSession session, IdentityKnowledge knowledge, string key, string[] kinds)
    {
        var customer = CustomerKey.Parse(key).Customer;
        foreach (var kind in kinds)
        {
            using var statement = session.Use(
                """
                SELECT value FROM identity_claims WHERE key = ?1 AND kind = ?2 UNION SELECT value FROM identities WHERE key = ?1 AND kind = ?2 AND problem = 0
                """);
            statement.Bind(1, key).Bind(2, kind);
            while (statement.Read())
            {
                knowledge.Hold(customer, new CustomerIdentity(kind, statement.Text(0)));
            }
        }
    }
}
