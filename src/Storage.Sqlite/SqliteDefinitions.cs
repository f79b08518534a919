using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteDefinitions(SqliteDatabase database, TimeProvider clock) : IDefinitionStore
{
    public Task<PublishedSet?> CurrentAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => Read(session, "SELECT version, published_at, origin FROM definition_sets ORDER BY version DESC LIMIT 1", null), cancellationToken);

    public Task<PublishedSet?> GetAsync(int version, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Read(session, "SELECT version, published_at, origin FROM definition_sets WHERE version = ?1", version), cancellationToken);

    public Task<ImmutableArray<PublishedSet>> ListAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var sets = ImmutableArray.CreateBuilder<PublishedSet>();
            using var statement = session.Use("SELECT version, published_at, origin FROM definition_sets ORDER BY version DESC LIMIT ?1");
            statement.Bind(1, (long)limit);
            while (statement.Read())
            {
                sets.Add(Head(statement));
            }

            return sets.ToImmutable();
        },
        cancellationToken);

    public Task<PublishedSet?> PublishAsync(int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => SqlitePublishing.PublishImport(transaction.Session, expectedVersion, documents, origin, clock.GetUtcNow()), cancellationToken);

    internal static PublishedSet? Read(SqliteSession session, string sql, int? version)
    {
        PublishedSet set;
        using (var statement = session.Use(sql))
        {
            if (version is { } wanted)
            {
                statement.Bind(1, (long)wanted);
            }

            if (!statement.Read())
            {
                return null;
            }

            set = Head(statement);
        }

        var documents = ImmutableArray.CreateBuilder<StoredDocument>();
        using var list = session.Use("SELECT kind, id, version, file, text, origin, paused FROM definition_documents WHERE set_version = ?1 ORDER BY place");
        list.Bind(1, (long)set.Version);
        while (list.Read())
        {
            documents.Add(new StoredDocument
            {
                Kind = list.Text(0),
                Id = list.Text(1),
                Version = list.Int(2),
                File = list.Text(3),
                Text = list.Text(4),
                Origin = list.TextOrNull(5),
                Paused = list.Long(6) != 0,
            });
        }

        return set with { Documents = documents.ToImmutable() };
    }

    private static PublishedSet Head(SqliteStatement s) => new() { Version = s.Int(0), PublishedAt = s.Time(1), Origin = s.Text(2) };
}
