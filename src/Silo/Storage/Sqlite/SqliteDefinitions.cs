using System.Collections.Immutable;

namespace CxOrchestrator.Silo.Storage.Sqlite;

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

    public Task<PublishedSet?> PublishAsync(int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, CancellationToken cancellationToken)
    {
        var set = new PublishedSet { Version = expectedVersion + 1, PublishedAt = clock.GetUtcNow(), Origin = origin, Documents = documents };
        return database.WriteAsync(
            transaction =>
            {
                using (var statement = transaction.Session.Use(
                    "INSERT INTO definition_sets (version, published_at, origin) SELECT ?1, ?2, ?3 WHERE coalesce((SELECT max(version) FROM definition_sets), 0) = ?4"))
                {
                    if (statement.Bind(1, (long)set.Version).Bind(2, set.PublishedAt).Bind(3, origin).Bind(4, (long)expectedVersion).Run() == 0)
                    {
                        return null;
                    }
                }

                for (var place = 0; place < documents.Length; place++)
                {
                    var document = documents[place];
                    using var statement = transaction.Session.Use(
                        "INSERT INTO definition_documents (set_version, place, kind, id, version, file, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
                    statement.Bind(1, (long)set.Version).Bind(2, (long)place).Bind(3, document.Kind).Bind(4, document.Id).Bind(5, (long)document.Version)
                        .Bind(6, document.File).Bind(7, document.Text).Run();
                }

                return (PublishedSet?)set;
            },
            cancellationToken);
    }

    private static PublishedSet? Read(SqliteSession session, string sql, int? version)
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
        using var list = session.Use("SELECT kind, id, version, file, text FROM definition_documents WHERE set_version = ?1 ORDER BY place");
        list.Bind(1, (long)set.Version);
        while (list.Read())
        {
            documents.Add(new StoredDocument { Kind = list.Text(0), Id = list.Text(1), Version = list.Int(2), File = list.Text(3), Text = list.Text(4) });
        }

        return set with { Documents = documents.ToImmutable() };
    }

    private static PublishedSet Head(SqliteStatement s) => new() { Version = s.Int(0), PublishedAt = s.Time(1), Origin = s.Text(2) };
}
