namespace CxOrchestrator.Api.Sources.Files;

/// <summary>A row of a file, and what it would become.</summary>
public sealed record FileRowView
{
    /// <summary>1 for the first; the header does not count.</summary>
    public required long Row { get; init; }

    /// <summary>Why no touchpoint comes of it; null where one does, or the source document drops it.</summary>
    public string? Problem { get; init; }

    public required IReadOnlyList<MappedEventView> Events { get; init; }
}
