namespace CxOrchestrator.Api.Forms;

/// <summary>A form as customers see it.</summary>
public sealed record FormPreviewView
{
    /// <summary>The page.</summary>
    public required string Html { get; init; }

    /// <summary>The page after the answer.</summary>
    public required string Thanks { get; init; }
}
