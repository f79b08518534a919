namespace CxOrchestrator.Silo.Storage;

public enum DraftState
{
    /// <summary>Being written; it may have errors.</summary>
    Draft = 1,

    /// <summary>Waits for somebody else to approve it.</summary>
    Submitted = 2,

    /// <summary>May be published.</summary>
    Approved = 3,

    /// <summary>Sent back with a comment; it can be edited and submitted again.</summary>
    Rejected = 4,
}

/// <summary>The text that is to become a document's next version; a document has one at most. Times by the system's clock.</summary>
public sealed record StoredDraft
{
    public required DocumentKey Document { get; init; }

    /// <summary>The number of the audit entry that wrote it: it grows with every change and never comes twice.</summary>
    public long Revision { get; init; }

    public required DraftState State { get; init; }

    public required string Text { get; init; }

    /// <summary>Version of the document it was last edited upon; 0: there was none in force.</summary>
    public required int BaseVersion { get; init; }

    public required string EditedBy { get; init; }

    public required DateTimeOffset EditedAt { get; init; }

    public string? SubmittedBy { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Who approved or rejected it last.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What they said.</summary>
    public string? Comment { get; init; }
}
