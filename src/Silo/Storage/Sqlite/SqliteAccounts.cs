using System.Collections.Immutable;

namespace CxOrchestrator.Silo.Storage.Sqlite;

internal sealed class SqliteAccounts(SqliteDatabase database, TimeProvider clock) : IAccountStore, IProtectionKeys
{
    private const string Columns = "name, display_name, roles, password_hash, disabled, version";

    public Task<ImmutableArray<StoredAccount>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM accounts ORDER BY name LIMIT {IAccountStore.AccountsMax}");
            var accounts = ImmutableArray.CreateBuilder<StoredAccount>();
            while (statement.Read())
            {
                accounts.Add(Read(statement));
            }

            return accounts.ToImmutable();
        },
        cancellationToken);

    public Task<StoredAccount?> GetAsync(string name, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM accounts WHERE name = ?1");
            return statement.Bind(1, name).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<StoredAccount?> PutAsync(StoredAccount account, long replaces, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            var saved = account with { Version = replaces + 1 };
            using (var statement = session.Use(replaces == 0
                ? $"INSERT INTO accounts ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name) DO NOTHING"
                : "UPDATE accounts SET display_name = ?2, roles = ?3, password_hash = ?4, disabled = ?5, version = ?6 WHERE name = ?1 AND version = ?6 - 1"))
            {
                statement.Bind(1, saved.Name).Bind(2, saved.DisplayName).Bind(3, string.Join(' ', saved.Roles)).Bind(4, saved.PasswordHash)
                    .Bind(5, saved.Disabled ? 1L : 0L).Bind(6, saved.Version);
                if (statement.Run() == 0)
                {
                    return null;
                }
            }

            SqliteAudit.Insert(session, entry, clock.GetUtcNow());
            return (StoredAccount?)saved;
        },
        cancellationToken);

    public Task<ImmutableArray<string>> AllAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT xml FROM protection_keys ORDER BY name");
            var keys = ImmutableArray.CreateBuilder<string>();
            while (statement.Read())
            {
                keys.Add(statement.Text(0));
            }

            return keys.ToImmutable();
        },
        cancellationToken);

    public Task AddAsync(string name, string xml, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var statement = transaction.Session.Use("INSERT INTO protection_keys (name, xml) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING");
            return statement.Bind(1, name).Bind(2, xml).Run();
        },
        cancellationToken);

    private static StoredAccount Read(SqliteStatement s) => new()
    {
        Name = s.Text(0),
        DisplayName = s.Text(1),
        Roles = [.. s.Text(2).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        PasswordHash = s.TextOrNull(3),
        Disabled = s.Long(4) != 0,
        Version = s.Long(5),
    };
}
