namespace CxOrchestrator.Api.Merges;

/// <summary>Merge another customer into this one: <c>POST /v1/customers/{customer}/merge</c>.</summary>
public sealed record MergeRequest
{
    /// <summary>Id of the customer who becomes a part of this one.</summary>
    public required string With { get; init; }

    /// <summary>Why, in at most 500 characters; null: not said.</summary>
    public string? Reason { get; init; }
}
