namespace CxOrchestrator.Api.Forms;

/// <summary>A customer's own link to a form.</summary>
public sealed record FormLinkView
{
    /// <summary>Add <c>?score=9</c> for a page that opens with a score.</summary>
    public required string Url { get; init; }

    /// <summary>By the journey's clock, unless the form is changed meanwhile.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
