using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>What may become of a draft, and by whom. Pure: the store keeps what comes of it.</summary>
internal static class DraftRules
{
    /// <summary>An edit takes it back to a draft, whatever its state.</summary>
    public static StoredDraft Edited(DocumentKey document, StoredDraft? before, string text, string? name, int baseVersion, string by, DateTimeOffset now) => new()
    {
        Document = document,
        State = DraftState.Draft,
        Text = text,
        Name = name,
        BaseVersion = baseVersion,
        EditedBy = by,
        EditedAt = now,
        DecidedBy = before?.DecidedBy,
        DecidedAt = before?.DecidedAt,
        Comment = before?.Comment,
    };

    public static (LifeOutcome Outcome, StoredDraft Draft) Submitted(StoredDraft draft, bool hasErrors, string by, DateTimeOffset now) => draft.State switch
    {
        DraftState.Draft or DraftState.Rejected => hasErrors
            ? (LifeOutcome.HasErrors, draft)
            : (LifeOutcome.Done, draft with { State = DraftState.Submitted, SubmittedBy = by, SubmittedAt = now, DecidedBy = null, DecidedAt = null, Comment = null }),
        _ => (LifeOutcome.WrongState, draft),
    };

    public static (LifeOutcome Outcome, StoredDraft Draft) Approved(StoredDraft draft, string? comment, string by, DateTimeOffset now) => draft switch
    {
        { State: not DraftState.Submitted } => (LifeOutcome.WrongState, draft),
        _ when IsOwn(draft, by) => (LifeOutcome.OwnWork, draft),
        _ => (LifeOutcome.Done, draft with { State = DraftState.Approved, DecidedBy = by, DecidedAt = now, Comment = comment }),
    };

    /// <summary>An approved draft can be sent back as well, until it is published.</summary>
    public static (LifeOutcome Outcome, StoredDraft Draft) Rejected(StoredDraft draft, string comment, string by, DateTimeOffset now) => draft.State switch
    {
        DraftState.Submitted or DraftState.Approved =>
            (LifeOutcome.Done, draft with { State = DraftState.Rejected, DecidedBy = by, DecidedAt = now, Comment = comment }),
        _ => (LifeOutcome.WrongState, draft),
    };

    private static bool IsOwn(StoredDraft draft, string by) =>
        string.Equals(draft.SubmittedBy, by, StringComparison.OrdinalIgnoreCase) || string.Equals(draft.EditedBy, by, StringComparison.OrdinalIgnoreCase);
}
