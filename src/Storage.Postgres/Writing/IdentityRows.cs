using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Storage.Identities;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>Identities that came with touchpoints, who owns them, and the links that follow.</summary>
internal sealed class IdentityRows
{
    private const string Rows = "unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS r (key, kind, value, given, strength, problem, source, touchpoint, first_seen, last_seen, links, shared_max)";

    private const string Upsert =
        $"""
        INSERT INTO identities (key, kind, value, given, strength, problem, source, touchpoint, first_seen, last_seen)
        SELECT key, kind, value, given, strength, problem, source, touchpoint, first_seen, last_seen FROM {Rows}
        ON CONFLICT (key, kind, value) DO UPDATE SET
            given = CASE WHEN excluded.first_seen < identities.first_seen THEN excluded.given ELSE identities.given END,
            source = CASE WHEN excluded.first_seen < identities.first_seen THEN excluded.source ELSE identities.source END,
            touchpoint = CASE WHEN excluded.first_seen < identities.first_seen THEN excluded.touchpoint ELSE identities.touchpoint END,
            problem = excluded.problem, first_seen = least(identities.first_seen, excluded.first_seen), last_seen = greatest(identities.last_seen, excluded.last_seen)
        """;

    // In one order in every transaction: of two that claim the same ones, one waits, and neither waits for the other.
    private const string Claim =
        $"""
        INSERT INTO identity_claims (kind, value, key) SELECT kind, value, key FROM {Rows} WHERE problem = 0 ORDER BY kind COLLATE "C", value COLLATE "C"
        ON CONFLICT (kind, value) DO NOTHING
        """;

    private const string Link =
        $"""
        INSERT INTO identity_links (one, other, kind, value, source, touchpoint, at, state)
        SELECT least(r.key, c.key), greatest(r.key, c.key), r.kind, r.value, r.source, r.touchpoint, r.first_seen, 1
        FROM {Rows} JOIN identity_claims c ON c.kind = r.kind AND c.value = r.value AND c.key <> r.key
        WHERE r.links AND (SELECT count(*) FROM (SELECT FROM identities i WHERE i.value = r.value AND i.kind = r.kind LIMIT r.shared_max + 1) AS h) <= r.shared_max
        ORDER BY 1, 2, r.first_seen, r.kind, r.value
        ON CONFLICT (one, other) DO NOTHING
        """;

    private static readonly string Trim =
        $"""
        WITH ranked AS (
            SELECT i.key, i.kind, i.value, row_number() OVER (PARTITION BY i.key ORDER BY i.problem <> 0, i.strength >= {(int)IdentityStrength.Anonymous}, i.last_seen DESC, i.kind, i.value) AS place
            FROM identities i WHERE i.key IN (SELECT r.key FROM {Rows})),
        gone AS (
            DELETE FROM identities i USING ranked r WHERE r.place > {IIdentityStore.CustomerMax} AND i.key = r.key AND i.kind = r.kind AND i.value = r.value
            RETURNING i.key, i.kind, i.value)
        DELETE FROM identity_claims c USING gone g WHERE c.kind = g.kind AND c.value = g.value AND c.key = g.key
        """;

    private readonly RowSet _rows = new(Upsert);
    private readonly Column<string> _key;
    private readonly Column<string> _kind;
    private readonly Column<string> _value;
    private readonly Column<string> _given;
    private readonly Column<short> _strength;
    private readonly Column<short> _problem;
    private readonly Column<string> _source;
    private readonly Column<string> _touchpoint;
    private readonly Column<DateTime> _firstSeen;
    private readonly Column<DateTime> _lastSeen;
    private readonly Column<bool> _links;
    private readonly Column<int> _sharedMax;

    public IdentityRows()
    {
        _key = _rows.Column<string>(NpgsqlDbType.Text);
        _kind = _rows.Column<string>(NpgsqlDbType.Text);
        _value = _rows.Column<string>(NpgsqlDbType.Text);
        _given = _rows.Column<string>(NpgsqlDbType.Text);
        _strength = _rows.Column<short>(NpgsqlDbType.Smallint);
        _problem = _rows.Column<short>(NpgsqlDbType.Smallint);
        _source = _rows.Column<string>(NpgsqlDbType.Text);
        _touchpoint = _rows.Column<string>(NpgsqlDbType.Text);
        _firstSeen = _rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _lastSeen = _rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _links = _rows.Column<bool>(NpgsqlDbType.Boolean);
        _sharedMax = _rows.Column<int>(NpgsqlDbType.Integer);
    }

    public void Clear() => _rows.Clear();

    public void Add(string key, SeenIdentity seen, int sharedMax)
    {
        _key.Add(key);
        _kind.Add(seen.Identity.Kind);
        _value.Add(seen.Identity.Value);
        _given.Add(seen.Given);
        _strength.Add((short)IdentityKinds.Strength(seen.Identity.Kind));
        _problem.Add((short)seen.Problem);
        _source.Add(seen.Source);
        _touchpoint.Add(seen.Touchpoint);
        _firstSeen.Add(seen.FirstSeen.UtcDateTime);
        _lastSeen.Add(seen.LastSeen.UtcDateTime);
        _links.Add(seen.Problem == IdentityProblem.None && IdentityKinds.Links(seen.Identity.Kind));
        _sharedMax.Add(sharedMax);
        _rows.Row();
    }

    public void AddTo(NpgsqlBatch batch)
    {
        _rows.AddTo(batch);
        _rows.AddTo(batch, Claim);
        _rows.AddTo(batch, Link);
        _rows.AddTo(batch, Trim);
    }
}
