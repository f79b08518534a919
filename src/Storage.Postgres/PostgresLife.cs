using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresLife(PostgresDatabase database, TimeProvider clock) : ILifeStore
{
    // Saving a draft holds this lock until the transaction ends: what is stored cannot grow between the check and the write.
    private const string SaveLock = "SELECT pg_advisory_xact_lock(7272202, 4)";

    private const string HeadColumns = "kind, id, revision, state, name, base_version, edited_by, edited_at, submitted_by, submitted_at, decided_by, decided_at, comment";

    private const string VersionHeads = "kind, id, version, file, text IS NULL, published_at, published_by";

    public Task<StoredDraft?> DraftAsync(DocumentKey document, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {HeadColumns}, text FROM drafts WHERE kind = $1 AND id = $2", [document.Kind, document.Id], Draft, cancellationToken),
        cancellationToken);

    public Task<ImmutableArray<DraftHead>> DraftsAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT {HeadColumns} FROM drafts ORDER BY kind, id LIMIT {ILifeStore.ListMax}", [], Head, cancellationToken), cancellationToken);

    public Task<DraftSave> SaveAsync(StoredDraft draft, long? replaces, DraftOptions bounds, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var now = clock.GetUtcNow();
            await connection.ExecuteAsync(SaveLock, [], cancellationToken);
            var kept = await KeptAsync(connection, draft.EditedBy, cancellationToken);
            var (stored, bytes) = await StoredAsync(connection, draft.Document, cancellationToken);
            if (stored != replaces)
            {
                return default;
            }

            if (bounds.Refusal(draft, bytes, kept) is { } full)
            {
                return new DraftSave { Full = full };
            }

            var numbers = await PostgresAudit.InsertAsync(connection, [entry], now, cancellationToken);
            var saved = draft with { Revision = numbers[0] };
            await connection.ExecuteAsync(
                $"""
                INSERT INTO drafts ({HeadColumns}, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                ON CONFLICT (kind, id) DO UPDATE SET revision = $3, state = $4, name = $5, base_version = $6, edited_by = $7, edited_at = $8, submitted_by = $9,
                    submitted_at = $10, decided_by = $11, decided_at = $12, comment = $13, text = $14
                """,
                Values(saved),
                cancellationToken);
            return new DraftSave { Draft = saved };
        },
        cancellationToken);

    public Task<bool> DiscardAsync(DocumentKey document, long revision, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var gone = await connection.ExecuteAsync(
                "DELETE FROM drafts WHERE kind = $1 AND id = $2 AND revision = $3", [document.Kind, document.Id, revision], cancellationToken);
            if (gone == 0)
            {
                return false;
            }

            await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<DocumentVersion>> VersionsAsync(DocumentKey document, int? below, int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"SELECT {VersionHeads} FROM document_versions WHERE kind = $1 AND id = $2 AND version < $3 ORDER BY version DESC LIMIT $4",
            [document.Kind, document.Id, below ?? int.MaxValue, limit],
            Version,
            cancellationToken),
        cancellationToken);

    public Task<DocumentVersion?> VersionAsync(DocumentKey document, int version, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync(
            $"SELECT {VersionHeads}, text FROM document_versions WHERE kind = $1 AND id = $2 AND version = $3",
            [document.Kind, document.Id, version],
            r => Version(r) with { Text = r.TextOrNull(7) },
            cancellationToken),
        cancellationToken);

    public Task<ImmutableArray<DocumentVersion>> RetiredAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"""
            SELECT {VersionHeads} FROM document_versions v
            WHERE text IS NULL AND version = (SELECT max(version) FROM document_versions l WHERE l.kind = v.kind AND l.id = v.id)
            ORDER BY kind, id LIMIT {ILifeStore.ListMax}
            """,
            [],
            Version,
            cancellationToken),
        cancellationToken);

    public Task<PublishedSet?> PublishAsync(SetPublication publication, CancellationToken cancellationToken) => database.WriteAsync(
        connection => PostgresPublishing.PublishAsync(connection, publication, clock.GetUtcNow(), cancellationToken), cancellationToken);

    // Holds the draft's row until the transaction ends: a publication may remove it meanwhile.
    private static async Task<(long? Revision, long? Bytes)> StoredAsync(NpgsqlConnection connection, DocumentKey document, CancellationToken cancellationToken) =>
        await connection.RowsAsync(
            "SELECT revision, bytes FROM drafts WHERE kind = $1 AND id = $2 FOR UPDATE", [document.Kind, document.Id], r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken)
            is [var (revision, bytes)]
            ? (revision, bytes)
            : (null, null);

    private static async Task<DraftsKept> KeptAsync(NpgsqlConnection connection, string account, CancellationToken cancellationToken) => (await connection.RowsAsync(
        "SELECT count(*), count(*) FILTER (WHERE edited_by = $1), coalesce(sum(bytes), 0)::bigint FROM drafts",
        [StorableText.Of(account)],
        r => new DraftsKept(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)),
        cancellationToken))[0];

    private static object?[] Values(StoredDraft draft) =>
    [
        draft.Document.Kind, StorableText.Of(draft.Document.Id), draft.Revision, (short)draft.State, Text(draft.Name), draft.BaseVersion,
        StorableText.Of(draft.EditedBy), draft.EditedAt, Text(draft.SubmittedBy), draft.SubmittedAt, Text(draft.DecidedBy), draft.DecidedAt, Text(draft.Comment),
        StorableText.Of(draft.Text),
    ];

    private static string? Text(string? text) => text is null ? null : StorableText.Of(text);

    private static DraftHead Head(NpgsqlDataReader r) => new()
    {
        Document = new DocumentKey(r.GetString(0), r.GetString(1)),
        Revision = r.GetInt64(2),
        State = (DraftState)r.GetInt16(3),
        Name = r.TextOrNull(4),
        BaseVersion = r.GetInt32(5),
        EditedBy = r.GetString(6),
        EditedAt = r.Time(7),
        SubmittedBy = r.TextOrNull(8),
        SubmittedAt = r.TimeOrNull(9),
        DecidedBy = r.TextOrNull(10),
        DecidedAt = r.TimeOrNull(11),
        Comment = r.TextOrNull(12),
    };

    private static StoredDraft Draft(NpgsqlDataReader r) => StoredDraft.Of(Head(r), r.GetString(13));

    private static DocumentVersion Version(NpgsqlDataReader r) => new()
    {
        Document = new DocumentKey(r.GetString(0), r.GetString(1)),
        Version = r.GetInt32(2),
        File = r.GetString(3),
        Retired = r.GetBoolean(4),
        PublishedAt = r.Time(5),
        PublishedBy = r.GetString(6),
    };
}
