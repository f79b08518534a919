using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>Whole sets at once: documents that were reviewed elsewhere, in Git for example.</summary>
public sealed partial class DocumentLife
{
    /// <summary>Makes the documents the whole set; those that are not among them are retired.</summary>
    /// <param name="documents">As files.</param>
    /// <param name="dryRun">Only say what would change.</param>
    /// <param name="takeOver">Also documents whose home is a watched folder; they belong to the installation afterwards.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="cancellationToken">Counts until the set is stored.</param>
    public async Task<SetResult> PublishSetAsync(ImmutableArray<DocumentSource> documents, bool dryRun, bool takeOver, string by, CancellationToken cancellationToken)
    {
        var read = DefinitionReader.Read(documents);
        if (!read.Errors.IsEmpty)
        {
            return new SetResult(LifeOutcome.HasErrors) { Errors = read.Errors };
        }

        for (var attempt = 0; attempt < PublishTriesMax; attempt++)
        {
            var set = await definitions.CurrentAsync(cancellationToken);
            var from = set?.Version ?? 0;
            var kept = KeptDocuments.Of(read.Documents, set);
            var publication = Publication(kept, set, takeOver, by);
            var result = new SetResult(LifeOutcome.Done) { FromVersion = from, Changes = SetDiff.Of(SetDiff.Texts(set), SetDiff.Texts(kept)) };
            if (!takeOver && result.Changes.Any(c => IsFromFolder(set, new DocumentKey(c.Kind, c.Id))))
            {
                return result with { Outcome = LifeOutcome.FromFolder };
            }

            if (dryRun || publication.Entries.IsEmpty)
            {
                return result;
            }

            if (await store.PublishAsync(publication, cancellationToken) is { } published)
            {
                host.Take(published);
                return result with { Version = published.Version };
            }
        }

        return new SetResult(LifeOutcome.Busy);
    }

    private static SetPublication Publication(ImmutableArray<ReadDocument> documents, PublishedSet? set, bool takeOver, string by)
    {
        var version = (set?.Version ?? 0) + 1;
        var origin = DocumentOrigins.Published(by);
        ImmutableArray<StoredDocument> next =
        [
            .. documents.Select(d => DraftCheck.Find(set, new DocumentKey(d.Kind, d.Id)) is var had && had?.Text == d.Source.Text
                ? had with { File = d.Source.File, Origin = takeOver ? origin : had.Origin ?? set?.Origin }
                : new StoredDocument
                {
                    Kind = d.Kind,
                    Id = d.Id,
                    Version = version,
                    File = d.Source.File,
                    Text = d.Source.Text,
                    Origin = origin,
                    Paused = had?.Paused ?? false,
                }),
        ];
        var changes = SetChanges.Between(set, next, version);
        var taken = takeOver ? next.Where(d => d.Version != version && IsFromFolder(set, new DocumentKey(d.Kind, d.Id))) : [];
        return new SetPublication
        {
            ExpectedVersion = version - 1,
            Documents = next,
            Origin = origin,
            By = by,
            Entries =
            [
                .. changes.Changed.Select(d => SetChanges.Entry(AuditActions.Published, d, version, by, "with a whole set")),
                .. changes.Removed.Select(d => SetChanges.Entry(AuditActions.Retired, d, version, by, "not in a whole set that was published")),
                .. taken.Select(d => SetChanges.Entry(AuditActions.Published, d, version, by, "taken over from a folder")),
            ],
        };
    }
}
