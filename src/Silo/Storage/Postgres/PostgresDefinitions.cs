using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Silo.Storage.Postgres;

internal sealed class PostgresDefinitions(PostgresDatabase database, TimeProvider clock) : IDefinitionStore
{
    private const string Heads = "SELECT version, published_at, origin FROM definition_sets";

    public Task<PublishedSet?> CurrentAsync(CancellationToken cancellationToken) =>
        database.RunAsync(connection => ReadAsync(connection, $"{Heads} ORDER BY version DESC LIMIT 1", [], cancellationToken), cancellationToken);

    public Task<PublishedSet?> GetAsync(int version, CancellationToken cancellationToken) =>
        database.RunAsync(connection => ReadAsync(connection, $"{Heads} WHERE version = $1", [version], cancellationToken), cancellationToken);

    public Task<ImmutableArray<PublishedSet>> ListAsync(int limit, CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.RowsAsync($"{Heads} ORDER BY version DESC LIMIT $1", [limit], Head, cancellationToken), cancellationToken);

    public Task<PublishedSet?> PublishAsync(int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, CancellationToken cancellationToken)
    {
        var set = new PublishedSet { Version = expectedVersion + 1, PublishedAt = clock.GetUtcNow(), Origin = origin, Documents = documents };
        return database.WriteAsync(
            async connection =>
            {
                // Of two at once the second waits here for the first, and then finds its version taken.
                var made = await connection.ExecuteAsync(
                    """
                    INSERT INTO definition_sets (version, published_at, origin)
                    SELECT $1, $2, $3 WHERE coalesce((SELECT max(version) FROM definition_sets), 0) = $4
                    ON CONFLICT (version) DO NOTHING
                    """,
                    [set.Version, set.PublishedAt, origin, expectedVersion],
                    cancellationToken);
                if (made == 0)
                {
                    return null;
                }

                foreach (var (place, document) in documents.Index())
                {
                    await connection.ExecuteAsync(
                        "INSERT INTO definition_documents (set_version, place, kind, id, version, file, text) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        [set.Version, place, document.Kind, document.Id, document.Version, document.File, document.Text],
                        cancellationToken);
                }

                return (PublishedSet?)set;
            },
            cancellationToken);
    }

    private static async Task<PublishedSet?> ReadAsync(NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        if (await connection.RowAsync(sql, values, Head, cancellationToken) is not { } set)
        {
            return null;
        }

        var documents = await connection.RowsAsync(
            "SELECT kind, id, version, file, text FROM definition_documents WHERE set_version = $1 ORDER BY place",
            [set.Version],
            r => new StoredDocument { Kind = r.GetString(0), Id = r.GetString(1), Version = r.GetInt32(2), File = r.GetString(3), Text = r.GetString(4) },
            cancellationToken);
        return set with { Documents = documents };
    }

    private static PublishedSet Head(NpgsqlDataReader r) => new() { Version = r.GetInt32(0), PublishedAt = r.Time(1), Origin = r.GetString(2) };
}
