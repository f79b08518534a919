using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Storage.Identities;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresIdentities(PostgresDatabase database) : IIdentityStore
{
    // In the order of bytes, after every text that begins like this.
    private const string Last = "\U0010FFFF";

    public Task<IdentityKnowledge> KnownAsync(IReadOnlyCollection<CustomerIdentity> identities, int sharedMax, CancellationToken cancellationToken)
    {
        string[] kinds = [.. identities.Select(i => i.Kind)], values = [.. identities.Select(i => i.Value)];
        return database.RunAsync(
            async connection =>
            {
                var knowledge = new IdentityKnowledge();
                // Where the owner was erased, the next one who had it is asked for.
                var owners = await connection.RowsAsync(
                    """
                    SELECT r.place,
                        coalesce(c.key, (SELECT i.key FROM identities i WHERE i.value = r.value AND i.kind = r.kind AND i.problem = 0 ORDER BY i.first_seen, i.key LIMIT 1)),
                        (SELECT count(*) FROM (SELECT FROM identities i WHERE i.value = r.value AND i.kind = r.kind LIMIT $3 + 1) AS h)
                    FROM unnest($1, $2) WITH ORDINALITY AS r (kind, value, place) LEFT JOIN identity_claims c ON c.kind = r.kind AND c.value = r.value
                    """,
                    [kinds, values, sharedMax],
                    r => (Place: (int)r.GetInt64(0), Key: r.TextOrNull(1), Customers: r.GetInt64(2)),
                    cancellationToken);
                foreach (var (place, key, customers) in owners)
                {
                    var owner = key is null ? (Rules.Touchpoints.CustomerId?)null : CustomerKey.Parse(key).Customer;
                    knowledge.Set(identities.ElementAt(place - 1), new KnownOwner(owner, customers > sharedMax));
                }

                await AddHeldAsync(connection, knowledge, [.. owners.Select(o => o.Key).OfType<string>().Distinct()], [.. kinds.Distinct().Where(k => !IdentityKinds.IsWeak(k))], cancellationToken);
                return knowledge;
            },
            cancellationToken);
    }

    public async Task<bool> ClaimAsync(IReadOnlyCollection<IdentityClaim> claims, CancellationToken cancellationToken)
    {
        object?[] rows =
        [
            claims.Select(c => c.Identity.Kind).ToArray(), claims.Select(c => c.Identity.Value).ToArray(), claims.Select(c => CustomerKey.For(c.Customer).ToString()).ToArray(),
        ];
        try
        {
            // In one order everywhere: of two that claim the same ones, one waits, and neither waits for the other.
            await database.WriteAsync(
                connection => connection.ExecuteAsync(
                    """INSERT INTO identity_claims (kind, value, key) SELECT * FROM unnest($1, $2, $3) AS r (kind, value, key) ORDER BY r.kind COLLATE "C", r.value COLLATE "C" """,
                    rows,
                    cancellationToken),
                cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    public Task<ImmutableArray<HeldIdentity>> ListAsync(CustomerKey key, int sharedMax, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            """
            SELECT kind, value, given, problem, source, touchpoint, first_seen, last_seen,
                (SELECT count(*) FROM (SELECT FROM identities i WHERE i.value = identities.value AND i.kind = identities.kind LIMIT $2 + 1) AS h)
            FROM identities WHERE key = $1 ORDER BY strength, first_seen, kind, value
            """,
            [key.ToString(), sharedMax],
            r => new HeldIdentity(
                new SeenIdentity
                {
                    Identity = new(r.GetString(0), r.GetString(1)),
                    Given = r.GetString(2),
                    Problem = (IdentityProblem)r.GetInt16(3),
                    Source = r.GetString(4),
                    Touchpoint = r.GetString(5),
                    FirstSeen = r.Time(6),
                    LastSeen = r.Time(7),
                },
                (int)r.GetInt64(8)),
            cancellationToken),
        cancellationToken);

    public Task<ImmutableArray<IdentityHit>> FindAsync(IReadOnlyCollection<string> values, string? address, int limit, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            var exact = await connection.RowsAsync(
                """
                SELECT i.key, d.name, i.kind, i.value FROM identities i JOIN directory d ON d.key = i.key
                WHERE i.value = ANY($1) AND i.problem = 0 ORDER BY i.strength, i.key, i.kind, i.value LIMIT $2
                """,
                [values.ToArray(), limit],
                Hit,
                cancellationToken);
            var addresses = address is null ? [] : await connection.RowsAsync(
                $"""
                SELECT i.key, d.name, i.kind, i.value FROM identities i JOIN directory d ON d.key = i.key
                WHERE i.kind = '{IdentityKinds.Email}' AND i.value >= $1 AND i.value < $2 AND i.problem = 0 ORDER BY i.value, i.key LIMIT $3
                """,
                [address, address + Last, limit],
                Hit,
                cancellationToken);
            return IdentityHits.Of(exact.Concat(addresses), limit);
        },
        cancellationToken);

    private static async Task AddHeldAsync(NpgsqlConnection connection, IdentityKnowledge knowledge, string[] owners, string[] kinds, CancellationToken cancellationToken)
    {
        if (owners.Length == 0)
        {
            return;
        }

        var held = await connection.RowsAsync(
            """
            SELECT key, kind, value FROM identity_claims WHERE key = ANY($1) AND kind = ANY($2)
            UNION SELECT key, kind, value FROM identities WHERE key = ANY($1) AND kind = ANY($2) AND problem = 0
            """,
            [owners, kinds],
            r => (Key: CustomerKey.Parse(r.GetString(0)), Identity: new CustomerIdentity(r.GetString(1), r.GetString(2))),
            cancellationToken);
        foreach (var (key, identity) in held)
        {
            knowledge.Hold(key.Customer, identity);
        }
    }

    private static IdentityHit Hit(NpgsqlDataReader r) => new(CustomerKey.Parse(r.GetString(0)), r.TextOrNull(1), new(r.GetString(2), r.GetString(3)));
}
