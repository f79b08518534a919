using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresAccounts(PostgresDatabase database, TimeProvider clock) : IAccountStore, IProtectionKeys
{
    private const string Written = "name, display_name, roles, password_hash, disabled, version, stamp, must_change, second_factor_required, subject";
    private const string Columns = $"{Written}, second_factor, second_factor_step, recovery_codes";

    public Task<ImmutableArray<StoredAccount>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT {Columns} FROM accounts ORDER BY name LIMIT {IAccountStore.AccountsMax}", [], Read, cancellationToken), cancellationToken);

    public Task<StoredAccount?> GetAsync(string name, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {Columns} FROM accounts WHERE name = $1", [StorableText.Of(name)], Read, cancellationToken), cancellationToken);

    public Task<StoredAccount?> FindAsync(string subject, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {Columns} FROM accounts WHERE subject = $1", [StorableText.Of(subject)], Read, cancellationToken), cancellationToken);

    public Task<StoredAccount?> PutAsync(StoredAccount account, long replaces, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var saved = account with { Version = replaces + 1 };
            object?[] values =
                [StorableText.Of(saved.Name), StorableText.Of(saved.DisplayName), string.Join(' ', saved.Roles), saved.PasswordHash, saved.Disabled, saved.Version, saved.Stamp, saved.MustChange, saved.SecondFactorRequired];
            var written = await connection.ExecuteAsync(
                replaces == 0
                    ? $"INSERT INTO accounts ({Written}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING"
                    : "UPDATE accounts SET display_name = $2, roles = $3, password_hash = $4, disabled = $5, version = $6, stamp = $7, must_change = $8, second_factor_required = $9 WHERE name = $1 AND version = $6 - 1",
                replaces == 0 ? [.. values, saved.Subject is null ? null : StorableText.Of(saved.Subject)] : values,
                cancellationToken);
            if (written == 0)
            {
                return null;
            }

            await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            return (StoredAccount?)saved;
        },
        cancellationToken);

    public Task StampAsync(string name, string stamp, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync("UPDATE accounts SET stamp = $2 WHERE name = $1", [StorableText.Of(name), stamp], cancellationToken);
            await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<bool> PutSecondFactorAsync(string name, StoredSecondFactor? seen, StoredSecondFactor? replacement, string? stamp, AuditEntry? entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var written = await connection.ExecuteAsync(
                """
                UPDATE accounts SET second_factor = $5, second_factor_step = $6, recovery_codes = $7, stamp = coalesce($8, stamp)
                WHERE name = $1 AND second_factor IS NOT DISTINCT FROM $2 AND second_factor_step = $3 AND recovery_codes = $4
                """,
                [StorableText.Of(name), seen?.Secret, seen?.LastStep ?? 0, Codes(seen), replacement?.Secret, replacement?.LastStep ?? 0, Codes(replacement), stamp],
                cancellationToken);
            if (written > 0 && entry is not null)
            {
                await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            }

            return written > 0;
        },
        cancellationToken);

    public Task<ImmutableArray<string>> AllAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync("SELECT xml FROM protection_keys ORDER BY name", [], r => r.GetString(0), cancellationToken), cancellationToken);

    public Task AddAsync(string name, string xml, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync("INSERT INTO protection_keys (name, xml) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", [name, xml], cancellationToken),
        cancellationToken);

    private static string Codes(StoredSecondFactor? factor) => factor is null ? "" : string.Join(' ', factor.RecoveryCodes);

    private static StoredAccount Read(NpgsqlDataReader r) => new()
    {
        Name = r.GetString(0),
        DisplayName = r.GetString(1),
        Roles = [.. r.GetString(2).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        PasswordHash = r.TextOrNull(3),
        Disabled = r.GetBoolean(4),
        Version = r.GetInt64(5),
        Stamp = r.GetString(6),
        MustChange = r.GetBoolean(7),
        SecondFactorRequired = r.GetBoolean(8),
        Subject = r.TextOrNull(9),
        SecondFactor = r.TextOrNull(10) is { } secret
            ? new() { Secret = secret, LastStep = r.GetInt64(11), RecoveryCodes = [.. r.GetString(12).Split(' ', StringSplitOptions.RemoveEmptyEntries)] }
            : null,
    };
}
