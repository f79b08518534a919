using System.Collections.Immutable;
using CxOrchestrator.Storage.Dispatch;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresWebhookEndpoints(PostgresDatabase database, TimeProvider clock) : IWebhookEndpoints
{
    public Task<ImmutableArray<DisabledEndpoint>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT url, disabled_at, reason FROM webhook_endpoints ORDER BY disabled_at DESC, url LIMIT $1", [IWebhookEndpoints.ListMax], Read, cancellationToken),
        cancellationToken);

    public Task<DisabledEndpoint?> FindAsync(string url, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync("SELECT url, disabled_at, reason FROM webhook_endpoints WHERE url = $1", [url], Read, cancellationToken), cancellationToken);

    public Task<bool> DisableAsync(string url, string reason, AuditEntry entry, CancellationToken cancellationToken) => ChangeAsync(
        "INSERT INTO webhook_endpoints (url, disabled_at, reason) VALUES ($1, $2, $3) ON CONFLICT (url) DO NOTHING", [url, clock.GetUtcNow(), reason], entry, cancellationToken);

    public Task<bool> EnableAsync(string url, AuditEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync("DELETE FROM webhook_endpoints WHERE url = $1", [url], entry, cancellationToken);

    private Task<bool> ChangeAsync(string sql, object?[] values, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            if (await connection.ExecuteAsync(sql, values, cancellationToken) == 0)
            {
                return false;
            }

            await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            return true;
        },
        cancellationToken);

    private static DisabledEndpoint Read(NpgsqlDataReader r) => new() { Url = r.GetString(0), DisabledAt = r.Time(1), Reason = r.GetString(2) };
}
