using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresApiKeys(PostgresDatabase database, TimeProvider clock) : IApiKeyStore
{
    private const string Columns = "id, name, sources, scopes, hash, created_by, created_at, expires_at, last_used_at";

    public Task<ImmutableArray<StoredApiKey>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT {Columns} FROM api_keys ORDER BY name, created_at, id LIMIT {IApiKeyStore.KeysMax}", [], Read, cancellationToken), cancellationToken);

    public Task<ApiKeyChange> AddAsync(StoredApiKey key, AuditEntry entry, CancellationToken cancellationToken) => ChangeAsync(
        async connection => await CountAsync(connection, "name = $1", [StorableText.Of(key.Name)], cancellationToken) > 0
            ? ApiKeyChange.NameTaken
            : await InsertAsync(connection, key, entry, cancellationToken),
        cancellationToken);

    public Task<ApiKeyChange> RotateAsync(StoredApiKey key, DateTimeOffset earlierUntil, AuditEntry entry, CancellationToken cancellationToken) => ChangeAsync(
        async connection =>
        {
            var name = StorableText.Of(key.Name);
            if (await CountAsync(connection, "name = $1", [name], cancellationToken) == 0)
            {
                return ApiKeyChange.UnknownName;
            }

            var now = clock.GetUtcNow();
            if (await CountAsync(connection, "name = $1 AND expires_at > $2", [name, now], cancellationToken) >= IApiKeyStore.ValidMax)
            {
                return ApiKeyChange.TwoValid;
            }

            await connection.ExecuteAsync("DELETE FROM api_keys WHERE name = $1 AND expires_at <= $2", [name, now], cancellationToken);
            await connection.ExecuteAsync("UPDATE api_keys SET expires_at = least(expires_at, $2) WHERE name = $1", [name, earlierUntil], cancellationToken);
            return await InsertAsync(connection, key, entry, cancellationToken);
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string name, string? id, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var removed = id is null
                ? await connection.ExecuteAsync("DELETE FROM api_keys WHERE name = $1", [StorableText.Of(name)], cancellationToken)
                : await connection.ExecuteAsync("DELETE FROM api_keys WHERE name = $1 AND id = $2", [StorableText.Of(name), StorableText.Of(id)], cancellationToken);
            if (removed == 0)
            {
                return false;
            }

            await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            return true;
        },
        cancellationToken);

    public Task UsedAsync(ImmutableDictionary<string, DateTimeOffset> uses, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            """
            UPDATE api_keys SET last_used_at = greatest(last_used_at, used.at) FROM unnest($1::text[], $2::timestamptz[]) AS used (id, at)
            WHERE api_keys.id = used.id
            """,
            [uses.Keys.ToArray(), uses.Values.Select(at => at.UtcDateTime).ToArray()],
            cancellationToken),
        cancellationToken,
        repeatable: true);

    // One change at a time: names and numbers are counted before they are added to.
    private Task<ApiKeyChange> ChangeAsync(Func<NpgsqlConnection, Task<ApiKeyChange>> change, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync("LOCK TABLE api_keys IN SHARE ROW EXCLUSIVE MODE", [], cancellationToken);
            return await change(connection);
        },
        cancellationToken);

    private async Task<ApiKeyChange> InsertAsync(NpgsqlConnection connection, StoredApiKey key, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (await CountAsync(connection, "true", [], cancellationToken) >= IApiKeyStore.KeysMax)
        {
            return ApiKeyChange.TooMany;
        }

        await connection.ExecuteAsync(
            $"INSERT INTO api_keys ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)",
            [
                key.Id, StorableText.Of(key.Name), StorableText.Of(StoredApiKey.Text(key.Sources)), StorableText.Of(StoredApiKey.Text(key.Scopes)), key.Hash,
                StorableText.Of(key.CreatedBy), key.CreatedAt, key.ExpiresAt,
            ],
            cancellationToken);
        await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
        return ApiKeyChange.Done;
    }

    private static Task<long> CountAsync(NpgsqlConnection connection, string where, object?[] values, CancellationToken cancellationToken) =>
        connection.ScalarAsync<long>($"SELECT count(*) FROM api_keys WHERE {where}", values, cancellationToken);

    private static StoredApiKey Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetString(0),
        Name = r.GetString(1),
        Sources = StoredApiKey.Values(r.GetString(2)),
        Scopes = StoredApiKey.Values(r.GetString(3)),
        Hash = r.GetString(4),
        CreatedBy = r.GetString(5),
        CreatedAt = r.Time(6),
        ExpiresAt = r.Time(7),
        LastUsedAt = r.TimeOrNull(8),
    };
}
