namespace CxOrchestrator.Storage.Postgres;

/// <summary>Whether the database has the tables that this version needs.</summary>
public static class SchemaState
{
    /// <summary>Why not; null where it has. Throws <see cref="InvalidDataException"/> for one that a newer version wrote.</summary>
    public static async Task<string?> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        var version = await PostgresMigrations.VersionAsync(connectionString, cancellationToken);
        return version > PostgresMigrations.Needed
            ? throw new InvalidDataException($"The database was written by a newer version (schema {version}, this one knows {PostgresMigrations.Needed}). Start that version, or use another database.")
            : version == PostgresMigrations.Needed
                ? null
                : $"The database has schema {version} and this version needs {PostgresMigrations.Needed}: run cx migrate, or start with Postgres:Migrate=true.";
    }
}
