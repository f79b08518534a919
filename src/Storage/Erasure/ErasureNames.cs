namespace CxOrchestrator.Storage.Erasure;

/// <summary>Names of what an erasure removed; stored, and shown.</summary>
public static class ErasureNames
{
    public const string AuditEntries = "auditEntries";
    public const string LogRecords = "logRecords";

    /// <summary>Tables whose rows go in the transaction that begins the erasure, so that nothing acts on them any more; with the name they are counted under.</summary>
    public static readonly (string Table, string? Name)[] AtOnce =
    [
        ("customers", null), ("directory", null), ("name_words", null), ("timers", null), ("at_risk", null), ("identities", "identities"), ("identity_claims", null), ("mutes", "suppressions"), ("test_recipients", "testRecipients"),
        ("cases", "cases"), ("outbox", "actions"), ("deliveries", "deliveries"), ("delivery_steps", null), ("in_app_messages", null),
    ];

    public static string Of(ErasedPart part) => part switch
    {
        ErasedPart.AuditEntries => AuditEntries,
        ErasedPart.DeadLetters => "deadLetters",
        ErasedPart.SourceDeliveries => "sourceDeliveries",
        _ => part.ToString().ToLowerInvariant(),
    };
}
