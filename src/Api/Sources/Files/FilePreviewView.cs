namespace CxOrchestrator.Api.Sources.Files;

/// <summary>The beginning of a file: <c>POST /v1/sources/{id}/files/preview</c>. Nothing is stored.</summary>
public sealed record FilePreviewView
{
    /// <summary>Why the file cannot be read, or not any further; null: it can.</summary>
    public string? Problem { get; init; }

    public required IReadOnlyList<FileColumnView> Columns { get; init; }

    /// <summary>The first rows, at most 100. Without events where no published connection has the id.</summary>
    public required IReadOnlyList<FileRowView> Rows { get; init; }

    /// <summary>A source document guessed from the columns, to correct and save; null where there are no columns.</summary>
    public string? Proposal { get; init; }
}
