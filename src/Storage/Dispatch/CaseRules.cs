namespace CxOrchestrator.Storage.Dispatch;

/// <summary>
/// What may be done with a case, and what it is then; stores only read and write it. A case that comes back as it was is not written.
/// </summary>
public static class CaseRules
{
    public static (CaseChangeResult Result, StoredCase Case) Claim(StoredCase found, string by, DateTimeOffset now) => found switch
    {
        { Status: CaseStatus.Completed } => (CaseChangeResult.Completed, found),
        { Status: CaseStatus.Claimed } => (found.ClaimedBy == by ? CaseChangeResult.Done : CaseChangeResult.ClaimedByOther, found),
        _ => (CaseChangeResult.Done, found with { Status = CaseStatus.Claimed, ClaimedBy = by, ClaimedAt = now }),
    };

    public static (CaseChangeResult Result, StoredCase Case) Release(StoredCase found, string by) => NotMine(found, by) is { } no
        ? (no, found)
        : (CaseChangeResult.Done, found with { Status = CaseStatus.Open, ClaimedBy = null, ClaimedAt = null });

    public static (CaseChangeResult Result, StoredCase Case) Complete(StoredCase found, string by, string disposition, string? note, DateTimeOffset now) => NotMine(found, by) is { } no
        ? (no, found)
        : (CaseChangeResult.Done, found with { Status = CaseStatus.Completed, Disposition = disposition, Note = note, CompletedAt = now });

    /// <param name="found">The case.</param>
    /// <param name="by">Who takes the completion back.</param>
    /// <param name="canUndo">It was completed within <see cref="ICaseStore.UndoWithin"/> and nobody was notified.</param>
    public static (CaseChangeResult Result, StoredCase Case) Reopen(StoredCase found, string by, bool canUndo) => found switch
    {
        { Status: not CaseStatus.Completed } => (NotMine(found, by) ?? CaseChangeResult.Done, found),
        _ when found.ClaimedBy != by || !canUndo => (CaseChangeResult.Completed, found),
        _ => (CaseChangeResult.Done, found with { Status = CaseStatus.Claimed, Disposition = null, Note = null, CompletedAt = null }),
    };

    private static CaseChangeResult? NotMine(StoredCase found, string by) => found switch
    {
        { Status: CaseStatus.Completed } => CaseChangeResult.Completed,
        { Status: CaseStatus.Open } => CaseChangeResult.NotClaimed,
        _ => found.ClaimedBy == by ? null : CaseChangeResult.ClaimedByOther,
    };
}
