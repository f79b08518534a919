using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresDefinitions(PostgresDatabase database, TimeProvider clock) : IDefinitionStore
{
    private const string Heads = "SELECT version, published_at, origin FROM definition_sets";

    public Task<PublishedSet?> CurrentAsync(CancellationToken cancellationToken) =>
        database.RunAsync(connection => NewestAsync(connection, cancellationToken), cancellationToken);

    public Task<PublishedSet?> GetAsync(int version, CancellationToken cancellationToken) =>
        database.RunAsync(connection => ReadAsync(connection, $"{Heads} WHERE version = $1", [version], cancellationToken), cancellationToken);

    public Task<ImmutableArray<PublishedSet>> ListAsync(int limit, CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.RowsAsync($"{Heads} ORDER BY version DESC LIMIT $1", [limit], Head, cancellationToken), cancellationToken);

    public Task<PublishedSet?> PublishAsync(int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => PostgresPublishing.PublishImportAsync(connection, expectedVersion, documents, origin, clock.GetUtcNow(), cancellationToken), cancellationToken);

    /// <summary>The newest, within somebody's transaction.</summary>
    internal static Task<PublishedSet?> NewestAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(connection, $"{Heads} ORDER BY version DESC LIMIT 1", [], cancellationToken);

    private static async Task<PublishedSet?> ReadAsync(NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        if (await connection.RowAsync(sql, values, Head, cancellationToken) is not { } set)
        {
            return null;
        }

        var documents = await connection.RowsAsync(
            "SELECT kind, id, version, file, text, origin, paused FROM definition_documents WHERE set_version = $1 ORDER BY place",
            [set.Version],
            r => new StoredDocument
            {
                Kind = r.GetString(0),
                Id = r.GetString(1),
                Version = r.GetInt32(2),
                File = r.GetString(3),
                Text = r.GetString(4),
                Origin = r.TextOrNull(5),
                Paused = r.GetBoolean(6),
            },
            cancellationToken);
        return set with { Documents = documents };
    }

    private static PublishedSet Head(NpgsqlDataReader r) => new() { Version = r.GetInt32(0), PublishedAt = r.Time(1), Origin = r.GetString(2) };
}
