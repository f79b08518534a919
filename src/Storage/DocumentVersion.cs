namespace CxOrchestrator.Storage;

/// <summary>A published version of one document; it never changes.</summary>
public sealed record DocumentVersion
{
    public required DocumentKey Document { get; init; }

    /// <summary>Version of the set that brought it.</summary>
    public required int Version { get; init; }

    public required string File { get; init; }

    /// <summary>Null where this version took the document out of the set; in lists left out.</summary>
    public string? Text { get; init; }

    /// <summary>It took the document out of the set.</summary>
    public required bool Retired { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Who published it: an account, or where it was imported from.</summary>
    public required string PublishedBy { get; init; }
}
