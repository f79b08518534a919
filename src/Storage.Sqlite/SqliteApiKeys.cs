using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteApiKeys(SqliteDatabase database, TimeProvider clock) : IApiKeyStore
{
    /// <summary>Keys with which machines send.</summary>
    public const string Step =
        """
        CREATE TABLE api_keys (id TEXT PRIMARY KEY, name TEXT NOT NULL, sources TEXT NOT NULL, scopes TEXT NOT NULL, hash TEXT NOT NULL, created_by TEXT NOT NULL,
            created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, last_used_at INTEGER) WITHOUT ROWID;
        """;

    private const string Columns = "id, name, sources, scopes, hash, created_by, created_at, expires_at, last_used_at";

    public Task<ImmutableArray<StoredApiKey>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM api_keys ORDER BY name, created_at, id LIMIT {IApiKeyStore.KeysMax}");
            var keys = ImmutableArray.CreateBuilder<StoredApiKey>();
            while (statement.Read())
            {
                keys.Add(Read(statement));
            }

            return keys.ToImmutable();
        },
        cancellationToken);

    public Task<ApiKeyChange> AddAsync(StoredApiKey key, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => Count(transaction.Session, "name = ?1", key.Name) > 0 ? ApiKeyChange.NameTaken : Insert(transaction.Session, key, entry), cancellationToken);

    public Task<ApiKeyChange> RotateAsync(StoredApiKey key, DateTimeOffset earlierUntil, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            if (Count(session, "name = ?1", key.Name) == 0)
            {
                return ApiKeyChange.UnknownName;
            }

            var now = clock.GetUtcNow();
            if (Count(session, "name = ?1 AND expires_at > ?2", key.Name, now) >= IApiKeyStore.ValidMax)
            {
                return ApiKeyChange.TwoValid;
            }

            using (var expired = session.Use("DELETE FROM api_keys WHERE name = ?1 AND expires_at <= ?2"))
            {
                expired.Bind(1, key.Name).Bind(2, now).Run();
            }

            using (var earlier = session.Use("UPDATE api_keys SET expires_at = min(expires_at, ?2) WHERE name = ?1"))
            {
                earlier.Bind(1, key.Name).Bind(2, earlierUntil).Run();
            }

            return Insert(session, key, entry);
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string name, string? id, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using (var delete = transaction.Session.Use("DELETE FROM api_keys WHERE name = ?1 AND (?2 IS NULL OR id = ?2)"))
            {
                if (delete.Bind(1, name).Bind(2, id).Run() == 0)
                {
                    return false;
                }
            }

            SqliteAudit.Insert(transaction.Session, entry, clock.GetUtcNow());
            return true;
        },
        cancellationToken);

    public Task UsedAsync(ImmutableDictionary<string, DateTimeOffset> uses, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            foreach (var (id, at) in uses)
            {
                using var update = transaction.Session.Use("UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, 0), ?2) WHERE id = ?1");
                update.Bind(1, id).Bind(2, at).Run();
            }

            return uses.Count;
        },
        cancellationToken);

    private ApiKeyChange Insert(SqliteSession session, StoredApiKey key, AuditEntry entry)
    {
        if (Count(session, "?1 = ?1", "") >= IApiKeyStore.KeysMax)
        {
            return ApiKeyChange.TooMany;
        }

        using (var insert = session.Use($"INSERT INTO api_keys ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL)"))
        {
            insert.Bind(1, key.Id).Bind(2, key.Name).Bind(3, StoredApiKey.Text(key.Sources)).Bind(4, StoredApiKey.Text(key.Scopes)).Bind(5, key.Hash)
                .Bind(6, key.CreatedBy).Bind(7, key.CreatedAt).Bind(8, key.ExpiresAt).Run();
        }

        SqliteAudit.Insert(session, entry, clock.GetUtcNow());
        return ApiKeyChange.Done;
    }

    private static long Count(SqliteSession session, string where, string name, DateTimeOffset? now = null)
    {
        using var statement = session.Use($"SELECT count(*) FROM api_keys WHERE {where}");
        statement.Bind(1, name);
        if (now is { } moment)
        {
            statement.Bind(2, moment);
        }

        return statement.Read() ? statement.Long(0) : 0;
    }

    private static StoredApiKey Read(SqliteStatement s) => new()
    {
        Id = s.Text(0),
        Name = s.Text(1),
        Sources = StoredApiKey.Values(s.Text(2)),
        Scopes = StoredApiKey.Values(s.Text(3)),
        Hash = s.Text(4),
        CreatedBy = s.Text(5),
        CreatedAt = s.Time(6),
        ExpiresAt = s.Time(7),
        LastUsedAt = s.TimeOrNull(8),
    };
}
