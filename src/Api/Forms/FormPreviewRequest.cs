namespace CxOrchestrator.Api.Forms;

/// <summary>Body of <c>POST /v1/forms/preview</c>.</summary>
public sealed record FormPreviewRequest
{
    /// <summary>The document.</summary>
    public required string Text { get; init; }

    /// <summary>One of its languages; null: the fallback.</summary>
    public string? Language { get; init; }
}
