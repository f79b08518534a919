namespace CxOrchestrator.Storage;

/// <summary>A draft without its text, as lists have it. Times by the system's clock.</summary>
public record DraftHead
{
    public required DocumentKey Document { get; init; }

    /// <summary>The number of the audit entry that wrote it: it grows with every change and never comes twice.</summary>
    public long Revision { get; init; }

    public required DraftState State { get; init; }

    /// <summary>The document's name as its text says; null where the text cannot be read, or was saved before names were kept.</summary>
    public string? Name { get; init; }

    /// <summary>Version of the document it was last edited on; 0: there was none published.</summary>
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
