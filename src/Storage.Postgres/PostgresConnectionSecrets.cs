using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresConnectionSecrets(PostgresDatabase database, TimeProvider clock) : IConnectionSecrets
{
    public Task<ImmutableArray<ConnectionSecret>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT connection, name, value, target, set_by, set_at FROM connection_secrets ORDER BY connection, name",
            [],
            r => new ConnectionSecret
            {
                Connection = r.GetString(0),
                Name = r.GetString(1),
                Value = r.GetString(2),
                Target = r.GetString(3),
                SetBy = r.GetString(4),
                SetAt = r.Time(5),
            },
            cancellationToken),
        cancellationToken);

    public Task<bool> SetAsync(ConnectionSecret secret, AuditEntry entry, CancellationToken cancellationToken) => ChangeAsync(
        """
        INSERT INTO connection_secrets (connection, name, value, target, set_by, set_at) SELECT $1, $2, $3, $4, $5, $6
        WHERE (SELECT count(*) FROM connection_secrets) < $7 OR EXISTS (SELECT 1 FROM connection_secrets WHERE connection = $1 AND name = $2)
        ON CONFLICT (connection, name) DO UPDATE SET value = excluded.value, target = excluded.target, set_by = excluded.set_by, set_at = excluded.set_at
        """,
        [secret.Connection, secret.Name, secret.Value, secret.Target, secret.SetBy, secret.SetAt, IConnectionSecrets.Max],
        entry,
        cancellationToken);

    public Task<bool> RemoveAsync(string connection, string name, AuditEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync("DELETE FROM connection_secrets WHERE connection = $1 AND name = $2", [connection, name], entry, cancellationToken);

    private Task<bool> ChangeAsync(string sql, object?[] values, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async (NpgsqlConnection connection) =>
        {
            if (await connection.ExecuteAsync(sql, values, cancellationToken) == 0)
            {
                return false;
            }

            await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            return true;
        },
        cancellationToken);
}
