using System.Collections.Immutable;

namespace CxOrchestrator.Silo.Storage.Sqlite;

internal sealed class SqliteLife(SqliteDatabase database, TimeProvider clock) : ILifeStore
{
    private const string DraftColumns =
        "kind, id, revision, state, text, base_version, edited_by, edited_at, submitted_by, submitted_at, decided_by, decided_at, comment";

    private const string VersionHeads = "kind, id, version, file, text IS NULL, published_at, published_by";

    public Task<StoredDraft?> DraftAsync(DocumentKey document, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {DraftColumns} FROM drafts WHERE kind = ?1 AND id = ?2");
            return statement.Bind(1, document.Kind).Bind(2, document.Id).Read() ? Draft(statement) : null;
        },
        cancellationToken);

    public Task<ImmutableArray<StoredDraft>> DraftsAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {DraftColumns} FROM drafts ORDER BY kind, id LIMIT {ILifeStore.ListMax}");
            return All(statement, Draft);
        },
        cancellationToken);

    public Task<StoredDraft?> SaveAsync(StoredDraft draft, long? replaces, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            if (Revision(session, draft.Document) != replaces)
            {
                return null;
            }

            var saved = draft with { Revision = SqliteAudit.Insert(session, entry, clock.GetUtcNow()) };
            using var statement = session.Use($"INSERT OR REPLACE INTO drafts ({DraftColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
            statement.Bind(1, saved.Document.Kind).Bind(2, saved.Document.Id).Bind(3, saved.Revision).Bind(4, (long)saved.State).Bind(5, saved.Text)
                .Bind(6, (long)saved.BaseVersion).Bind(7, saved.EditedBy).Bind(8, saved.EditedAt).Bind(9, saved.SubmittedBy).Bind(10, saved.SubmittedAt)
                .Bind(11, saved.DecidedBy).Bind(12, saved.DecidedAt).Bind(13, saved.Comment).Run();
            return (StoredDraft?)saved;
        },
        cancellationToken);

    public Task<bool> DiscardAsync(DocumentKey document, long revision, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using (var statement = transaction.Session.Use("DELETE FROM drafts WHERE kind = ?1 AND id = ?2 AND revision = ?3"))
            {
                if (statement.Bind(1, document.Kind).Bind(2, document.Id).Bind(3, revision).Run() == 0)
                {
                    return false;
                }
            }

            SqliteAudit.Insert(transaction.Session, entry, clock.GetUtcNow());
            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<DocumentVersion>> VersionsAsync(DocumentKey document, int? below, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                $"SELECT {VersionHeads} FROM document_versions WHERE kind = ?1 AND id = ?2 AND version < ?3 ORDER BY version DESC LIMIT ?4");
            statement.Bind(1, document.Kind).Bind(2, document.Id).Bind(3, (long)(below ?? int.MaxValue)).Bind(4, (long)limit);
            return All(statement, Version);
        },
        cancellationToken);

    public Task<DocumentVersion?> VersionAsync(DocumentKey document, int version, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {VersionHeads}, text FROM document_versions WHERE kind = ?1 AND id = ?2 AND version = ?3");
            return statement.Bind(1, document.Kind).Bind(2, document.Id).Bind(3, (long)version).Read()
                ? Version(statement) with { Text = statement.TextOrNull(7) }
                : null;
        },
        cancellationToken);

    public Task<ImmutableArray<DocumentVersion>> RetiredAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                $"""
                SELECT {VersionHeads} FROM document_versions v
                WHERE text IS NULL AND version = (SELECT max(version) FROM document_versions l WHERE l.kind = v.kind AND l.id = v.id)
                ORDER BY kind, id LIMIT {ILifeStore.ListMax}
                """);
            return All(statement, Version);
        },
        cancellationToken);

    public Task<PublishedSet?> PublishAsync(SetPublication publication, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => SqlitePublishing.Publish(transaction.Session, publication, clock.GetUtcNow()), cancellationToken);

    private static long? Revision(SqliteSession session, DocumentKey document)
    {
        using var statement = session.Use("SELECT revision FROM drafts WHERE kind = ?1 AND id = ?2");
        return statement.Bind(1, document.Kind).Bind(2, document.Id).Read() ? statement.Long(0) : null;
    }

    private static ImmutableArray<T> All<T>(SqliteStatement statement, Func<SqliteStatement, T> read)
    {
        var rows = ImmutableArray.CreateBuilder<T>();
        while (statement.Read())
        {
            rows.Add(read(statement));
        }

        return rows.ToImmutable();
    }

    private static StoredDraft Draft(SqliteStatement s) => new()
    {
        Document = new DocumentKey(s.Text(0), s.Text(1)),
        Revision = s.Long(2),
        State = (DraftState)s.Int(3),
        Text = s.Text(4),
        BaseVersion = s.Int(5),
        EditedBy = s.Text(6),
        EditedAt = s.Time(7),
        SubmittedBy = s.TextOrNull(8),
        SubmittedAt = s.TimeOrNull(9),
        DecidedBy = s.TextOrNull(10),
        DecidedAt = s.TimeOrNull(11),
        Comment = s.TextOrNull(12),
    };

    private static DocumentVersion Version(SqliteStatement s) => new()
    {
        Document = new DocumentKey(s.Text(0), s.Text(1)),
        Version = s.Int(2),
        File = s.Text(3),
        Retired = s.Long(4) != 0,
        PublishedAt = s.Time(5),
        PublishedBy = s.Text(6),
    };
}
