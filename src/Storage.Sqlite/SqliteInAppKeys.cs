using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteInAppKeys(SqliteDatabase database, TimeProvider clock) : IInAppKeys
{
    public Task<ImmutableArray<InAppKey>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT id, name, secret, created_by, created_at FROM in_app_keys ORDER BY name");
            var keys = ImmutableArray.CreateBuilder<InAppKey>();
            while (statement.Read())
            {
                keys.Add(new InAppKey { Id = statement.Text(0), Name = statement.Text(1), Secret = statement.Text(2), CreatedBy = statement.Text(3), CreatedAt = statement.Time(4) });
            }

            return keys.ToImmutable();
        },
        cancellationToken);

    public Task<bool> AddAsync(InAppKey key, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var put = transaction.Session.Use(
                """
                INSERT INTO in_app_keys (id, name, secret, created_by, created_at) SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM in_app_keys) < ?6
                ON CONFLICT DO NOTHING
                """);
            return Audited(
                transaction.Session,
                put.Bind(1, key.Id).Bind(2, key.Name).Bind(3, key.Secret).Bind(4, key.CreatedBy).Bind(5, key.CreatedAt).Bind(6, (long)IInAppKeys.Max).Run(),
                entry);
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string id, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM in_app_keys WHERE id = ?1");
            return Audited(transaction.Session, delete.Bind(1, id).Run(), entry);
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
}
