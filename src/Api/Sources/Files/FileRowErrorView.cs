namespace CxOrchestrator.Api.Sources.Files;

/// <summary>A row of which no touchpoint came.</summary>
public sealed record FileRowErrorView
{
    /// <summary>1 for the first; the header does not count.</summary>
    public required long Row { get; init; }

    public required string Reason { get; init; }
}
