namespace CxOrchestrator.Storage.Retention;

/// <summary>Where a kind of row is, and which of them are past their time; the same words in both stores.</summary>
/// <param name="Table">The table.</param>
/// <param name="Made">When a row was made: rows made later are not looked at.</param>
/// <param name="Ended">When what ended did; null while it has not.</param>
public sealed record KeptRows(string Table, string Made, string Ended)
{
    /// <summary>Statuses 4 to 7 of the outbox are ends: delivered, refused, dead, unknown.</summary>
    public static KeptRows Of(Kept kept) => kept switch
    {
        Kept.History => new("history", "received_at", "received_at"),
        Kept.Actions => new("outbox", "decided_at", "CASE WHEN status IN (4, 5, 6, 7) THEN status_at END"),
        Kept.Deliveries => new("deliveries", "sent_at", "sent_at"),
        Kept.DeliverySteps => new("delivery_steps", "at", "at"),
        Kept.UnmatchedSteps => new("delivery_steps", "at", "CASE WHEN action IS NULL THEN at END"),
        Kept.InAppMessages => new("in_app_messages", "sent_at", "sent_at"),
        Kept.Cases => new("cases", "opened_at", "CASE WHEN status = 3 AND announced THEN completed_at END"),
        Kept.DeadLetters => new("dead_letters", "at", "at"),
        Kept.ReplayedLetters => new("dead_letters", "at", "replayed_at"),
        Kept.Consents => new("consents", "received_at", "received_at"),
        Kept.Remarks => new("remarks", "received_at", "received_at"),
        Kept.Corrections => new("remark_corrections", "received_at", "received_at"),
        Kept.Codes => new("codes", "added_at", "coalesce(redeemed_at, given_at)"),
        Kept.Audit => new("audit", "at", "at"),
        _ => throw new ArgumentOutOfRangeException(nameof(kept), kept, null),
    };
}
