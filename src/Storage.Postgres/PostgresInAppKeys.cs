using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresInAppKeys(PostgresDatabase database, TimeProvider clock) : IInAppKeys
{
    public Task<ImmutableArray<InAppKey>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT id, name, secret, created_by, created_at FROM in_app_keys ORDER BY name COLLATE \"C\"",
            [],
            r => new InAppKey { Id = r.GetString(0), Name = r.GetString(1), Secret = r.GetString(2), CreatedBy = r.GetString(3), CreatedAt = r.Time(4) },
            cancellationToken),
        cancellationToken);

    public Task<bool> AddAsync(InAppKey key, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async (NpgsqlConnection connection) =>
        {
            // Two who add the last at once: the second counts the first.
            await connection.ExecuteAsync("LOCK TABLE in_app_keys IN SHARE ROW EXCLUSIVE MODE", [], cancellationToken);
            return await AuditedAsync(
                connection,
                """
                INSERT INTO in_app_keys (id, name, secret, created_by, created_at) SELECT $1, $2, $3, $4, $5 WHERE (SELECT count(*) FROM in_app_keys) < $6
                ON CONFLICT DO NOTHING
                """,
                [key.Id, key.Name, key.Secret, key.CreatedBy, key.CreatedAt, IInAppKeys.Max],
                entry,
                cancellationToken);
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string id, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        (NpgsqlConnection connection) => AuditedAsync(connection, "DELETE FROM in_app_keys WHERE id = $1", [id], entry, cancellationToken), cancellationToken);

    private async Task<bool> AuditedAsync(NpgsqlConnection connection, string sql, object?[] values, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (await connection.ExecuteAsync(sql, values, cancellationToken) == 0)
        {
            return false;
        }

        await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
        return true;
    }
}
