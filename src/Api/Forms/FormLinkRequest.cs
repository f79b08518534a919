namespace CxOrchestrator.Api.Forms;

/// <summary>Body of <c>POST /v1/forms/{id}/links</c>.</summary>
public sealed record FormLinkRequest
{
    /// <summary>Who answers.</summary>
    public required string Customer { get; init; }

    /// <summary>Attributes that the answer will have, of those that the form lists.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
