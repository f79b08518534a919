using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>Steps that publish: each makes the next version of the whole set, with one document replaced, or nothing.</summary>
public sealed partial class DocumentLife
{
    /// <summary>Publishes an approved draft.</summary>
    public Task<LifeResult> PublishAsync(DocumentKey document, long revision, string by, CancellationToken cancellationToken) => ChangeSetAsync(
        document,
        async set =>
        {
            if (await store.DraftAsync(document, cancellationToken) is not { } draft)
            {
                return new(LifeOutcome.NoDraft);
            }

            var had = DraftCheck.Find(set, document);
            var refusal = draft.Revision != revision ? LifeOutcome.Changed
                : draft.State != DraftState.Approved ? LifeOutcome.WrongState
                : IsFromFolder(set, document) ? LifeOutcome.FromFolder
                : draft.BaseVersion != (had?.Version ?? 0) ? LifeOutcome.Stale
                : LifeOutcome.Done;
            return refusal == LifeOutcome.Done
                ? Text(set, document, draft.Text, AuditActions.Published, by, $"approved by {draft.DecidedBy}") with { Draft = draft }
                : new(refusal) { Draft = draft };
        },
        by,
        cancellationToken);

    /// <summary>Publishes the text of an older version as a new one, at once: it was approved when it was published.</summary>
    public Task<LifeResult> RollBackAsync(DocumentKey document, int version, string by, CancellationToken cancellationToken) => ChangeSetAsync(
        document,
        async set =>
        {
            if (IsFromFolder(set, document))
            {
                return new(LifeOutcome.FromFolder);
            }

            return await store.VersionAsync(document, version, cancellationToken) is { Text: { } text }
                ? Text(set, document, text, AuditActions.RolledBack, by, $"to version {version}")
                : new(LifeOutcome.UnknownVersion);
        },
        by,
        cancellationToken);

    /// <summary>Takes the document out of the set; refused where others name it.</summary>
    public Task<LifeResult> RetireAsync(DocumentKey document, string by, CancellationToken cancellationToken) => ChangeSetAsync(
        document,
        set => Task.FromResult(DraftCheck.Find(set, document) switch
        {
            null => new Change(LifeOutcome.UnknownDocument),
            _ when IsFromFolder(set, document) => new Change(LifeOutcome.FromFolder),
            _ when DraftCheck.Run(set, document, null).Errors is { IsEmpty: false } errors => new Change(LifeOutcome.HasErrors) { Errors = errors },
            var found => new Change(LifeOutcome.Done) { Documents = set!.Documents.Remove(found), Entry = Entry(AuditActions.Retired, document, by) },
        }),
        by,
        cancellationToken);

    /// <summary>Stops a policy, or lets it go on, at once and with the same text. One that is so already stays as it is.</summary>
    public Task<LifeResult> PauseAsync(DocumentKey document, bool paused, string by, CancellationToken cancellationToken) => ChangeSetAsync(
        document,
        set => Task.FromResult(DraftCheck.Find(set, document) switch
        {
            null => new Change(LifeOutcome.UnknownDocument),
            { Kind: not DocumentKey.Policy } => new Change(LifeOutcome.NotAPolicy),
            var found when found.Paused == paused => new Change(LifeOutcome.Done),
            var found => new Change(LifeOutcome.Done)
            {
                Documents = set!.Documents.Replace(found, found with { Paused = paused, Origin = found.Origin ?? set.Origin }),
                Entry = Entry(paused ? AuditActions.Paused : AuditActions.Resumed, document, by),
            },
        }),
        by,
        cancellationToken);

    private async Task<LifeResult> ChangeSetAsync(DocumentKey document, Func<PublishedSet?, Task<Change>> decide, string by, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < PublishTriesMax; attempt++)
        {
            var set = await definitions.CurrentAsync(cancellationToken);
            var change = await decide(set);
            if (change is not { Outcome: LifeOutcome.Done, Entry: { } entry })
            {
                return new LifeResult(change.Outcome) { Draft = change.Draft, Set = set, Errors = change.Errors };
            }

            var version = (set?.Version ?? 0) + 1;
            var publication = new SetPublication
            {
                ExpectedVersion = set?.Version ?? 0,
                Documents = [.. change.Documents.Select(d => d with { Origin = d.Origin ?? set?.Origin })],
                Origin = DocumentOrigins.Published(by),
                By = by,
                Draft = change.Draft is { } draft ? (document, draft.Revision) : null,
                Entries = [entry with { Version = version }],
            };
            if (await store.PublishAsync(publication, cancellationToken) is { } published)
            {
                host.Take(published);
                return new LifeResult(LifeOutcome.Done) { Set = published };
            }
        }

        return new LifeResult(LifeOutcome.Busy);
    }

    // The set with the document's text replaced, where the reader takes it.
    private static Change Text(PublishedSet? set, DocumentKey document, string text, string action, string by, string detail)
    {
        var check = DraftCheck.Run(set, document, text);
        if (check.Text is not { } clean)
        {
            return new Change(LifeOutcome.HasErrors) { Errors = check.Errors };
        }

        var had = DraftCheck.Find(set, document);
        var next = new StoredDocument
        {
            Kind = document.Kind,
            Id = document.Id,
            Version = (set?.Version ?? 0) + 1,
            File = DraftCheck.FileOf(set, document),
            Text = KeptDocuments.Text(set, document, clean),
            Origin = DocumentOrigins.Published(by),
            Paused = had?.Paused ?? false,
        };
        var documents = set?.Documents ?? [];
        return new Change(LifeOutcome.Done)
        {
            Documents = had is null ? documents.Add(next) : documents.Replace(had, next),
            Entry = Entry(action, document, by, detail),
        };
    }

    /// <summary>What is to be published; without an entry there is nothing to do.</summary>
    private sealed record Change(LifeOutcome Outcome)
    {
        public ImmutableArray<StoredDocument> Documents { get; init; } = [];

        public AuditEntry? Entry { get; init; }

        public StoredDraft? Draft { get; init; }

        public ImmutableArray<DocumentError> Errors { get; init; } = [];
    }
}
