namespace CxOrchestrator.Storage;

/// <summary>What came of confirming a test recipient.</summary>
public enum TestRecipientChange
{
    Confirmed,

    /// <summary>The customer is not marked.</summary>
    NotMarked,

    /// <summary>The person who confirms marked it, or it is their own customer.</summary>
    OwnMark,
}
