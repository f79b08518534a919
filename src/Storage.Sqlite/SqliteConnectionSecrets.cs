using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteConnectionSecrets(SqliteDatabase database, TimeProvider clock) : IConnectionSecrets
{
    public Task<ImmutableArray<ConnectionSecret>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<ConnectionSecret>();
            using var statement = session.Use("SELECT connection, name, value, target, set_by, set_at FROM connection_secrets ORDER BY connection, name");
            while (statement.Read())
            {
                found.Add(new ConnectionSecret
                {
                    Connection = statement.Text(0),
                    Name = statement.Text(1),
                    Value = statement.Text(2),
                    Target = statement.Text(3),
                    SetBy = statement.Text(4),
                    SetAt = statement.Time(5),
                });
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<bool> SetAsync(ConnectionSecret secret, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var put = transaction.Session.Use(
                """
                INSERT INTO connection_secrets (connection, name, value, target, set_by, set_at) SELECT ?1, ?2, ?3, ?4, ?5, ?6
                WHERE (SELECT count(*) FROM connection_secrets) < ?7 OR EXISTS (SELECT 1 FROM connection_secrets WHERE connection = ?1 AND name = ?2)
                ON CONFLICT (connection, name) DO UPDATE SET value = ?3, target = ?4, set_by = ?5, set_at = ?6
                """);
            return Audited(
                transaction.Session,
                put.Bind(1, secret.Connection).Bind(2, secret.Name).Bind(3, secret.Value).Bind(4, secret.Target).Bind(5, secret.SetBy).Bind(6, secret.SetAt)
                    .Bind(7, (long)IConnectionSecrets.Max).Run(),
                entry);
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string connection, string name, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM connection_secrets WHERE connection = ?1 AND name = ?2");
            return Audited(transaction.Session, delete.Bind(1, connection).Bind(2, name).Run(), entry);
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
