using System.Collections.Immutable;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteWebhookEndpoints(SqliteDatabase database, TimeProvider clock) : IWebhookEndpoints
{
    public const string Step = "CREATE TABLE webhook_endpoints (url TEXT PRIMARY KEY, disabled_at INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;";

    public Task<ImmutableArray<DisabledEndpoint>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<DisabledEndpoint>();
            using var statement = session.Use("SELECT url, disabled_at, reason FROM webhook_endpoints ORDER BY disabled_at DESC, url LIMIT ?1");
            statement.Bind(1, IWebhookEndpoints.ListMax);
            while (statement.Read())
            {
                found.Add(Read(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<DisabledEndpoint?> FindAsync(string url, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT url, disabled_at, reason FROM webhook_endpoints WHERE url = ?1");
            return statement.Bind(1, url).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<bool> DisableAsync(string url, string reason, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var put = transaction.Session.Use("INSERT INTO webhook_endpoints (url, disabled_at, reason) VALUES (?1, ?2, ?3) ON CONFLICT (url) DO NOTHING");
            return Audited(transaction.Session, put.Bind(1, url).Bind(2, clock.GetUtcNow()).Bind(3, reason).Run(), entry);
        },
        cancellationToken);

    public Task<bool> EnableAsync(string url, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM webhook_endpoints WHERE url = ?1");
            return Audited(transaction.Session, delete.Bind(1, url).Run(), entry);
        },
        cancellationToken);

    private bool Audited(SqliteSession session, int changed, AuditEntry entry)
    {
        if (changed > 0)
        {
            SqliteAudit.Insert(session, entry, clock.GetUtcNow());
        }

        return changed > 0;
    }

    private static DisabledEndpoint Read(SqliteStatement row) => new() { Url = row.Text(0), DisabledAt = row.Time(1), Reason = row.Text(2) };
}
