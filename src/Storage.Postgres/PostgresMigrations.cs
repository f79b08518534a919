using System.Globalization;
using System.Reflection;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>
/// The tables, in numbered steps that run by themselves as a silo starts. Silos that start at once wait for the first. A step that was
/// released is never changed: a new one is added.
/// </summary>
public static class PostgresMigrations
{
    /// <summary>First number of the advisory locks that this program takes; the second says what for. The next class numbers writers.</summary>
    internal const int LockClass = 7272202;

    private const int LockMigrations = 1;

    /// <summary>The version that this program needs.</summary>
    public static int Needed { get; } = Steps()[^1].Step;

    /// <summary>Brings the database to this version, and says which it had; throws <see cref="InvalidDataException"/> for one that a newer version wrote.</summary>
    public static async Task<int> RunAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 });
        return await RunAsync(source, cancellationToken);
    }

    /// <summary>The version that the database has; 0 where it has no tables yet.</summary>
    public static async Task<int> VersionAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ScalarAsync<bool>("SELECT to_regclass('schema_steps') IS NOT NULL", [], cancellationToken)
            ? await connection.ScalarAsync<int>("SELECT coalesce(max(step), 0) FROM schema_steps", [], cancellationToken)
            : 0;
    }

    /// <summary>The same through one of the steps, as an earlier version left the database.</summary>
    internal static async Task<int> RunAsync(NpgsqlDataSource source, CancellationToken cancellationToken, int through = int.MaxValue)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await CheckEncodingAsync(connection, cancellationToken);

        // One transaction for all steps: the lock goes with it, and a step that fails leaves nothing behind.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1, $2)", [LockClass, LockMigrations], cancellationToken);
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_steps (step integer PRIMARY KEY, name text NOT NULL, done_at timestamptz NOT NULL DEFAULT now())", [], cancellationToken);
        var done = await connection.ScalarAsync<int>("SELECT coalesce(max(step), 0) FROM schema_steps", [], cancellationToken);
        var steps = Steps();
        if (done > steps[^1].Step)
        {
            throw new InvalidDataException($"The database was written by a newer version (schema {done}, this one knows {steps[^1].Step}). Start that version, or use another database.");
        }

        foreach (var (step, name, sql) in steps.Where(s => s.Step > done && s.Step <= through))
        {
            await connection.ExecuteAsync(sql, [], cancellationToken);
            if (name.EndsWith(DirectoryFill.StepName, StringComparison.Ordinal))
            {
                await DirectoryFill.RunAsync(connection, cancellationToken);
            }

            await connection.ExecuteAsync("INSERT INTO schema_steps (step, name) VALUES ($1, $2)", [step, name], cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return done;
    }

    private static async Task CheckEncodingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var encoding = await connection.ScalarAsync<string>("SELECT current_setting('server_encoding')", [], cancellationToken);
        if (encoding != "UTF8")
        {
            throw new InvalidDataException($"The database's encoding is {encoding}; customers' names need UTF8. Make the database with ENCODING 'UTF8'.");
        }
    }

    // Resources named like Migrations/0001-store.sql: one row of numbers over all folders.
    private static List<(int Step, string Name, string Sql)> Steps()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
                .Select(n => (Step: int.Parse(Path.GetFileName(n).AsSpan(0, 4), CultureInfo.InvariantCulture), Name: Path.GetFileNameWithoutExtension(n), Sql: Read(assembly, n)))
                .OrderBy(s => s.Step),
        ];
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
