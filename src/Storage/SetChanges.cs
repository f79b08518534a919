using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>What a set changes of the one before it.</summary>
public sealed record SetChanges(ImmutableArray<StoredDocument> Changed, ImmutableArray<StoredDocument> Removed)
{
    public static SetChanges Between(PublishedSet? had, PublishedSet next) => Between(had, next.Documents, next.Version);

    /// <summary>The publication of documents out of a folder or a pack.</summary>
    public static SetPublication Import(PublishedSet? had, int expectedVersion, ImmutableArray<StoredDocument> documents, string origin)
    {
        var version = expectedVersion + 1;
        var changes = Between(had, documents, version);
        return new SetPublication
        {
            ExpectedVersion = expectedVersion,
            Documents = documents,
            Origin = origin,
            By = origin,
            Entries =
            [
                .. changes.Changed.Select(d => Entry(AuditActions.Imported, d, version, origin)),
                .. changes.Removed.Select(d => Entry(AuditActions.Removed, d, version, origin)),
            ],
        };
    }

    public static AuditEntry Entry(string action, StoredDocument document, int version, string by, string? detail = null) =>
        new() { By = by, Action = action, Kind = document.Kind, Id = document.Id, Version = version, Detail = detail };

    /// <summary>Rows for the versions of single documents: those that came with their text, those that went without one.</summary>
    public IEnumerable<(StoredDocument Document, string? Text)> Versions() =>
        [.. Changed.Select(d => (d, (string?)d.Text)), .. Removed.Select(d => (d, (string?)null))];

    public static SetChanges Between(PublishedSet? had, ImmutableArray<StoredDocument> documents, int version)
    {
        var kept = documents.Select(d => new DocumentKey(d.Kind, d.Id)).ToHashSet();
        return new SetChanges(
            [.. documents.Where(d => d.Version == version)],
            had is null ? [] : [.. had.Documents.Where(d => !kept.Contains(new DocumentKey(d.Kind, d.Id)))]);
    }
}
