using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteAccounts(SqliteDatabase database, TimeProvider clock) : IAccountStore, IProtectionKeys
{
    /// <summary>Accounts of people whom a sign-in provider knows.</summary>
    public const string SubjectStep =
        """
        ALTER TABLE accounts ADD COLUMN subject TEXT;
        CREATE UNIQUE INDEX accounts_subject ON accounts (subject) WHERE subject IS NOT NULL;
        """;

    /// <summary>What ends sessions, and passwords that somebody else chose.</summary>
    public const string SessionStep =
        """
        ALTER TABLE accounts ADD COLUMN stamp TEXT NOT NULL DEFAULT '';
        ALTER TABLE accounts ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;
        """;

    /// <summary>Second factors of accounts, and of whom one is required.</summary>
    public const string SecondFactorStep =
        """
        ALTER TABLE accounts ADD COLUMN second_factor TEXT;
        ALTER TABLE accounts ADD COLUMN second_factor_step INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE accounts ADD COLUMN recovery_codes TEXT NOT NULL DEFAULT '';
        ALTER TABLE accounts ADD COLUMN second_factor_required INTEGER NOT NULL DEFAULT 0;
        """;

    private const string Written = "name, display_name, roles, password_hash, disabled, version, subject, stamp, must_change, second_factor_required";
    private const string Columns = $"{Written}, second_factor, second_factor_step, recovery_codes";

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

    public Task<StoredAccount?> GetAsync(string name, CancellationToken cancellationToken) => OneAsync("name", name, cancellationToken);

    public Task<StoredAccount?> FindAsync(string subject, CancellationToken cancellationToken) => OneAsync("subject", subject, cancellationToken);

    public Task<StoredAccount?> PutAsync(StoredAccount account, long replaces, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            var saved = account with { Version = replaces + 1 };
            using (var statement = session.Use(replaces == 0
                ? $"INSERT INTO accounts ({Written}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?10, ?7, ?8, ?9) ON CONFLICT DO NOTHING"
                : "UPDATE accounts SET display_name = ?2, roles = ?3, password_hash = ?4, disabled = ?5, version = ?6, stamp = ?7, must_change = ?8, second_factor_required = ?9 WHERE name = ?1 AND version = ?6 - 1"))
            {
                statement.Bind(1, saved.Name).Bind(2, saved.DisplayName).Bind(3, string.Join(' ', saved.Roles)).Bind(4, saved.PasswordHash)
                    .Bind(5, saved.Disabled ? 1L : 0L).Bind(6, saved.Version).Bind(7, saved.Stamp).Bind(8, saved.MustChange ? 1L : 0L).Bind(9, saved.SecondFactorRequired ? 1L : 0L);
                if (replaces == 0)
                {
                    statement.Bind(10, saved.Subject);
                }

                if (statement.Run() == 0)
                {
                    return null;
                }
            }

            SqliteAudit.Insert(session, entry, clock.GetUtcNow());
            return (StoredAccount?)saved;
        },
        cancellationToken);

    public Task StampAsync(string name, string stamp, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using (var statement = transaction.Session.Use("UPDATE accounts SET stamp = ?2 WHERE name = ?1"))
            {
                statement.Bind(1, name).Bind(2, stamp).Run();
            }

            SqliteAudit.Insert(transaction.Session, entry, clock.GetUtcNow());
            return true;
        },
        cancellationToken);

    public Task<bool> PutSecondFactorAsync(string name, StoredSecondFactor? seen, StoredSecondFactor? replacement, string? stamp, AuditEntry? entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using (var statement = transaction.Session.Use(
                """
                UPDATE accounts SET second_factor = ?5, second_factor_step = ?6, recovery_codes = ?7, stamp = coalesce(?8, stamp)
                WHERE name = ?1 AND second_factor IS ?2 AND second_factor_step = ?3 AND recovery_codes = ?4
                """))
            {
                statement.Bind(1, name).Bind(2, seen?.Secret).Bind(3, seen?.LastStep ?? 0).Bind(4, Codes(seen)).Bind(5, replacement?.Secret).Bind(6, replacement?.LastStep ?? 0).Bind(7, Codes(replacement)).Bind(8, stamp);
                if (statement.Run() == 0)
                {
                    return false;
                }
            }

            if (entry is not null)
            {
                SqliteAudit.Insert(transaction.Session, entry, clock.GetUtcNow());
            }

            return true;
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

    private Task<StoredAccount?> OneAsync(string column, string value, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM accounts WHERE {column} = ?1");
            return statement.Bind(1, value).Read() ? Read(statement) : null;
        },
        cancellationToken);

    private static string Codes(StoredSecondFactor? factor) => factor is null ? "" : string.Join(' ', factor.RecoveryCodes);

    private static StoredAccount Read(SqliteStatement s) => new()
    {
        Name = s.Text(0),
        DisplayName = s.Text(1),
        Roles = [.. s.Text(2).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        PasswordHash = s.TextOrNull(3),
        Disabled = s.Long(4) != 0,
        Version = s.Long(5),
        Subject = s.TextOrNull(6),
        Stamp = s.Text(7),
        MustChange = s.Long(8) != 0,
        SecondFactorRequired = s.Long(9) != 0,
        SecondFactor = s.TextOrNull(10) is { } secret
            ? new() { Secret = secret, LastStep = s.Long(11), RecoveryCodes = [.. s.Text(12).Split(' ', StringSplitOptions.RemoveEmptyEntries)] }
            : null,
    };
}
