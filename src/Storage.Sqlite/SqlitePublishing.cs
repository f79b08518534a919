using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Publishes a set within a transaction: the set, its documents, the versions of those that changed or went, and the audit entries.</summary>
internal static class SqlitePublishing
{
    private const string Newest = "SELECT version, published_at, origin FROM definition_sets ORDER BY version DESC LIMIT 1";

    /// <summary>Null where another set is published than expected, or another revision of the draft is stored.</summary>
    public static PublishedSet? Publish(SqliteSession session, SetPublication publication, DateTimeOffset now)
    {
        var had = SqliteDefinitions.Read(session, Newest, null);
        if ((had?.Version ?? 0) != publication.ExpectedVersion || !TakeDraft(session, publication.Draft))
        {
            return null;
        }

        var set = new PublishedSet
        {
            Version = publication.ExpectedVersion + 1,
            PublishedAt = now,
            Origin = publication.Origin,
            Documents = publication.Documents,
        };
        using (var statement = session.Use("INSERT INTO definition_sets (version, published_at, origin) VALUES (?1, ?2, ?3)"))
        {
            statement.Bind(1, (long)set.Version).Bind(2, now).Bind(3, set.Origin).Run();
        }

        InsertDocuments(session, set);
        InsertVersions(session, set, SetChanges.Between(had, set), publication.By);
        foreach (var entry in publication.Entries)
        {
            SqliteAudit.Insert(session, entry, now);
        }

        return set;
    }

    /// <summary>The same for documents from a folder or a pack: its entries say what came and what went.</summary>
    public static PublishedSet? PublishImport(SqliteSession session, int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, DateTimeOffset now)
    {
        var had = SqliteDefinitions.Read(session, Newest, null);
        return Publish(session, SetChanges.Import(had, expectedVersion, documents, origin), now);
    }

    private static bool TakeDraft(SqliteSession session, (DocumentKey Document, long Revision)? draft)
    {
        if (draft is not var (document, revision))
        {
            return true;
        }

        using var statement = session.Use("DELETE FROM drafts WHERE kind = ?1 AND id = ?2 AND revision = ?3");
        return statement.Bind(1, document.Kind).Bind(2, document.Id).Bind(3, revision).Run() == 1;
    }

    private static void InsertDocuments(SqliteSession session, PublishedSet set)
    {
        foreach (var (place, document) in set.Documents.Index())
        {
            using var statement = session.Use(
                "INSERT INTO definition_documents (set_version, place, kind, id, version, file, text, origin, paused) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
            statement.Bind(1, (long)set.Version).Bind(2, (long)place).Bind(3, document.Kind).Bind(4, document.Id).Bind(5, (long)document.Version)
                .Bind(6, document.File).Bind(7, document.Text).Bind(8, document.Origin).Bind(9, document.Paused ? 1L : 0L).Run();
        }
    }

    private static void InsertVersions(SqliteSession session, PublishedSet set, SetChanges changes, string by)
    {
        foreach (var (document, text) in changes.Versions())
        {
            using var statement = session.Use(
                """
                INSERT INTO document_versions (kind, id, version, file, text, published_at, published_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT (kind, id, version) DO NOTHING
                """);
            statement.Bind(1, document.Kind).Bind(2, document.Id).Bind(3, (long)set.Version).Bind(4, document.File).Bind(5, text)
                .Bind(6, set.PublishedAt).Bind(7, by).Run();
        }
    }
}
