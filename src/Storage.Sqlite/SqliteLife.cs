using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteLife(SqliteDatabase database, TimeProvider clock) : ILifeStore
{
    private const string HeadColumns = "kind, id, revision, state, name, base_version, edited_by, edited_at, submitted_by, submitted_at, decided_by, decided_at, comment";

    private const string VersionHeads = "kind, id, version, file, text IS NULL, published_at, published_by";

    public Task<StoredDraft?> DraftAsync(DocumentKey document, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {HeadColumns}, text FROM drafts WHERE kind = ?1 AND id = ?2");
            return statement.Bind(1, document.Kind).Bind(2, document.Id).Read() ? Draft(statement) : null;
        },
        cancellationToken);

    public Task<ImmutableArray<DraftHead>> DraftsAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {HeadColumns} FROM drafts INDEXED BY drafts_heads ORDER BY kind, id LIMIT {ILifeStore.ListMax}");
            return All(statement, Head);
        },
        cancellationToken);

    public Task<DraftSave> SaveAsync(StoredDraft draft, long? replaces, DraftOptions bounds, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            var (revision, bytes) = Stored(session, draft.Document);
            if (revision != replaces)
            {
                return default;
            }

            if (bounds.Refusal(draft, bytes, Kept(session, draft.EditedBy)) is { } full)
            {
                return new DraftSave { Full = full };
            }

            var saved = draft with { Revision = SqliteAudit.Insert(session, entry, clock.GetUtcNow()) };
            using var statement = session.Use($"INSERT OR REPLACE INTO drafts ({HeadColumns}, text, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
            statement.Bind(1, saved.Document.Kind).Bind(2, saved.Document.Id).Bind(3, saved.Revision).Bind(4, (long)saved.State).Bind(5, saved.Name)
                .Bind(6, (long)saved.BaseVersion).Bind(7, saved.EditedBy).Bind(8, saved.EditedAt).Bind(9, saved.SubmittedBy).Bind(10, saved.SubmittedAt)
                .Bind(11, saved.DecidedBy).Bind(12, saved.DecidedAt).Bind(13, saved.Comment).Bind(14, saved.Text).Bind(15, saved.Bytes).Run();
            return new DraftSave { Draft = saved };
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

    private static (long? Revision, long? Bytes) Stored(SqliteSession session, DocumentKey document)
    {
        using var statement = session.Use("SELECT revision, bytes FROM drafts INDEXED BY drafts_heads WHERE kind = ?1 AND id = ?2");
        return statement.Bind(1, document.Kind).Bind(2, document.Id).Read() ? (statement.Long(0), statement.Long(1)) : (null, null);
    }

    private static DraftsKept Kept(SqliteSession session, string account)
    {
        using var statement = session.Use("SELECT count(*), coalesce(sum(edited_by = ?1), 0), coalesce(sum(bytes), 0) FROM drafts INDEXED BY drafts_heads");
        statement.Bind(1, account).Read();
        return new DraftsKept(statement.Long(0), statement.Long(1), statement.Long(2));
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

    private static DraftHead Head(SqliteStatement s) => new()
    {
        Document = new DocumentKey(s.Text(0), s.Text(1)),
        Revision = s.Long(2),
        State = (DraftState)s.Int(3),
        Name = s.TextOrNull(4),
        BaseVersion = s.Int(5),
        EditedBy = s.Text(6),
        EditedAt = s.Time(7),
        SubmittedBy = s.TextOrNull(8),
        SubmittedAt = s.TimeOrNull(9),
        DecidedBy = s.TextOrNull(10),
        DecidedAt = s.TimeOrNull(11),
        Comment = s.TextOrNull(12),
    };

    private static StoredDraft Draft(SqliteStatement s) => StoredDraft.Of(Head(s), s.Text(13));

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
