using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Publishing;

/// <summary>
/// A document from its first draft to its retirement: written, submitted, approved by somebody else, published, paused, rolled back, retired.
/// Each step stores its audit entry with it.
/// </summary>
public sealed partial class DocumentLife(ILifeStore store, IDefinitionStore definitions, DefinitionHost host, TimeProvider clock, IOptions<DraftOptions> bounds)
{
    /// <summary>How often somebody else may publish at the same moment before a publication gives up.</summary>
    private const int PublishTriesMax = 5;

    /// <summary>Stores a text, with errors or without. Without a revision it begins a draft; a document that a folder brings is edited there.</summary>
    public async Task<LifeResult> SaveAsync(DocumentKey document, string text, long? revision, string by, CancellationToken cancellationToken)
    {
        var set = await definitions.CurrentAsync(cancellationToken);
        if (IsFromFolder(set, document))
        {
            return new LifeResult(LifeOutcome.FromFolder);
        }

        var before = await store.DraftAsync(document, cancellationToken);
        if (before?.Revision != revision)
        {
            return new LifeResult(LifeOutcome.Changed) { Draft = before };
        }

        var draft = DraftRules.Edited(document, before, text, DraftCheck.NameOf(text), DraftCheck.Find(set, document)?.Version ?? 0, by, clock.GetUtcNow());
        return await StoreAsync(draft, revision, Entry(AuditActions.Saved, document, by), cancellationToken);
    }

    public async Task<LifeResult> DiscardAsync(DocumentKey document, long revision, string by, CancellationToken cancellationToken)
    {
        if (await store.DiscardAsync(document, revision, Entry(AuditActions.Discarded, document, by), cancellationToken))
        {
            return new LifeResult(LifeOutcome.Done);
        }

        return await store.DraftAsync(document, cancellationToken) is { } other
            ? new LifeResult(LifeOutcome.Changed) { Draft = other }
            : new LifeResult(LifeOutcome.NoDraft);
    }

    public async Task<LifeResult> SubmitAsync(DocumentKey document, long revision, string by, CancellationToken cancellationToken)
    {
        var set = await definitions.CurrentAsync(cancellationToken);
        return await DecideAsync(
            document,
            revision,
            draft =>
            {
                var errors = DraftCheck.Run(set, document, draft.Text).Errors;
                var (outcome, next) = DraftRules.Submitted(draft, !errors.IsEmpty, by, clock.GetUtcNow());
                return (outcome, next, errors);
            },
            Entry(AuditActions.Submitted, document, by),
            cancellationToken);
    }

    public Task<LifeResult> ApproveAsync(DocumentKey document, long revision, string? comment, string by, CancellationToken cancellationToken) => DecideAsync(
        document,
        revision,
        draft =>
        {
            var (outcome, next) = DraftRules.Approved(draft, comment, by, clock.GetUtcNow());
            return (outcome, next, []);
        },
        Entry(AuditActions.Approved, document, by, comment),
        cancellationToken);

    public Task<LifeResult> RejectAsync(DocumentKey document, long revision, string comment, string by, CancellationToken cancellationToken) => DecideAsync(
        document,
        revision,
        draft =>
        {
            var (outcome, next) = DraftRules.Rejected(draft, comment, by, clock.GetUtcNow());
            return (outcome, next, []);
        },
        Entry(AuditActions.Rejected, document, by, comment),
        cancellationToken);

    private async Task<LifeResult> DecideAsync(
        DocumentKey document,
        long revision,
        Func<StoredDraft, (LifeOutcome Outcome, StoredDraft Next, System.Collections.Immutable.ImmutableArray<Definitions.DocumentError> Errors)> decide,
        AuditEntry entry,
        CancellationToken cancellationToken)
    {
        if (await store.DraftAsync(document, cancellationToken) is not { } draft)
        {
            return new LifeResult(LifeOutcome.NoDraft);
        }

        if (draft.Revision != revision)
        {
            return new LifeResult(LifeOutcome.Changed) { Draft = draft };
        }

        var (outcome, next, errors) = decide(draft);
        return outcome == LifeOutcome.Done
            ? await StoreAsync(next, revision, entry, cancellationToken)
            : new LifeResult(outcome) { Draft = draft, Errors = errors };
    }

    private async Task<LifeResult> StoreAsync(StoredDraft draft, long? replaces, AuditEntry entry, CancellationToken cancellationToken) =>
        await store.SaveAsync(draft, replaces, bounds.Value, entry, cancellationToken) switch
        {
            { Draft: { } saved } => new LifeResult(LifeOutcome.Done) { Draft = saved },
            { Full: { } full } => new LifeResult(LifeOutcome.DraftsFull) { Full = full },
            _ => new LifeResult(LifeOutcome.Changed) { Draft = await store.DraftAsync(draft.Document, cancellationToken) },
        };

    private static bool IsFromFolder(PublishedSet? set, DocumentKey document) =>
        DraftCheck.Find(set, document) is { } found && DocumentOrigins.IsFolder(found.Origin ?? set!.Origin);

    private static AuditEntry Entry(string action, DocumentKey document, string by, string? detail = null) =>
        new() { By = by, Action = action, Kind = document.Kind, Id = document.Id, Detail = detail };
}
