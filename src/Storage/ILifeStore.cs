using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>Drafts and the versions of single documents. Every change stores its audit entry in the same transaction.</summary>
public interface ILifeStore
{
    /// <summary>Most drafts and retired documents that a list gives.</summary>
    const int ListMax = 10_000;

    Task<StoredDraft?> DraftAsync(DocumentKey document, CancellationToken cancellationToken);

    /// <summary>In the order of kind and id, without texts: neither given nor read.</summary>
    Task<ImmutableArray<DraftHead>> DraftsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores the draft with a new revision in the place of the one with <paramref name="replaces"/> (null: where there is none). Writes nothing
    /// where another one is stored, or where the bounds would be exceeded: they are checked in the same transaction, so no two callers exceed
    /// them together.
    /// </summary>
    Task<DraftSave> SaveAsync(StoredDraft draft, long? replaces, DraftOptions bounds, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Removes the draft; false where another revision is stored.</summary>
    Task<bool> DiscardAsync(DocumentKey document, long revision, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first, without texts; those below the version, where one is given.</summary>
    Task<ImmutableArray<DocumentVersion>> VersionsAsync(DocumentKey document, int? below, int limit, CancellationToken cancellationToken);

    Task<DocumentVersion?> VersionAsync(DocumentKey document, int version, CancellationToken cancellationToken);

    /// <summary>Documents whose last version took them out of the set.</summary>
    Task<ImmutableArray<DocumentVersion>> RetiredAsync(CancellationToken cancellationToken);

    /// <summary>Null where somebody else published meanwhile, or the draft is another one: nothing was written.</summary>
    Task<PublishedSet?> PublishAsync(SetPublication publication, CancellationToken cancellationToken);
}
