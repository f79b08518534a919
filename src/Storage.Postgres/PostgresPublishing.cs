using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Publishes a set within a transaction: the set, its documents, the versions of those that changed or went, and the audit entries.</summary>
internal static class PostgresPublishing
{
    /// <summary>Null where another set is published than expected, or another revision of the draft is stored: nothing was written.</summary>
    public static async Task<PublishedSet?> PublishAsync(NpgsqlConnection connection, SetPublication publication, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var had = await PostgresDefinitions.NewestAsync(connection, cancellationToken);
        if ((had?.Version ?? 0) != publication.ExpectedVersion || !await HasDraftAsync(connection, publication.Draft, cancellationToken))
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

        // Of two at once the second waits here for the first, and then finds its version taken.
        var made = await connection.ExecuteAsync(
            "INSERT INTO definition_sets (version, published_at, origin) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING",
            [set.Version, now, StorableText.Of(set.Origin)],
            cancellationToken);
        if (made == 0)
        {
            return null;
        }

        if (publication.Draft is var (document, _))
        {
            await connection.ExecuteAsync("DELETE FROM drafts WHERE kind = $1 AND id = $2", [document.Kind, document.Id], cancellationToken);
        }

        await InsertDocumentsAsync(connection, set, cancellationToken);
        await InsertVersionsAsync(connection, set, SetChanges.Between(had, set), publication.By, cancellationToken);
        await PostgresAudit.InsertAsync(connection, publication.Entries, now, cancellationToken);
        return set;
    }

    /// <summary>The same for documents from a folder or a pack: its entries say what came and what went.</summary>
    public static async Task<PublishedSet?> PublishImportAsync(
        NpgsqlConnection connection, int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var had = await PostgresDefinitions.NewestAsync(connection, cancellationToken);
        return await PublishAsync(connection, SetChanges.Import(had, expectedVersion, documents, origin), now, cancellationToken);
    }

    // Locked: a concurrent change waits, and finds it gone.
    private static async Task<bool> HasDraftAsync(NpgsqlConnection connection, (DocumentKey Document, long Revision)? draft, CancellationToken cancellationToken)
    {
        if (draft is not var (document, revision))
        {
            return true;
        }

        var revisions = await connection.RowsAsync(
            "SELECT revision FROM drafts WHERE kind = $1 AND id = $2 FOR UPDATE", [document.Kind, document.Id], r => r.GetInt64(0), cancellationToken);
        return revisions is [var stored] && stored == revision;
    }

    private static Task<int> InsertDocumentsAsync(NpgsqlConnection connection, PublishedSet set, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        INSERT INTO definition_documents (set_version, place, kind, id, version, file, text, origin, paused)
        SELECT $1, d.place - 1, d.kind, d.id, d.version, d.file, d.text, nullif(d.origin, ''), d.paused
        FROM unnest($2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY AS d (kind, id, version, file, text, origin, paused, place)
        """,
        [
            set.Version,
            set.Documents.Select(d => d.Kind).ToArray(),
            set.Documents.Select(d => d.Id).ToArray(),
            set.Documents.Select(d => d.Version).ToArray(),
            set.Documents.Select(d => StorableText.Of(d.File)).ToArray(),
            set.Documents.Select(d => d.Text).ToArray(),
            set.Documents.Select(d => StorableText.Of(d.Origin ?? "")).ToArray(),
            set.Documents.Select(d => d.Paused).ToArray(),
        ],
        cancellationToken);

    private static async Task InsertVersionsAsync(NpgsqlConnection connection, PublishedSet set, SetChanges changes, string by, CancellationToken cancellationToken)
    {
        var rows = changes.Versions().ToList();
        await connection.ExecuteAsync(
            """
            INSERT INTO document_versions (kind, id, version, file, text, published_at, published_by)
            SELECT d.kind, d.id, $1, d.file, CASE WHEN d.there THEN d.text END, $2, $3
            FROM unnest($4, $5, $6, $7, $8) AS d (kind, id, file, text, there)
            ON CONFLICT (kind, id, version) DO NOTHING
            """,
            [
                set.Version,
                set.PublishedAt,
                StorableText.Of(by),
                rows.Select(r => r.Document.Kind).ToArray(),
                rows.Select(r => r.Document.Id).ToArray(),
                rows.Select(r => StorableText.Of(r.Document.File)).ToArray(),
                rows.Select(r => r.Text ?? "").ToArray(),
                rows.Select(r => r.Text is not null).ToArray(),
            ],
            cancellationToken);
    }
}
