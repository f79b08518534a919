namespace CxOrchestrator.Rules.Connections;

/// <summary>A secret of a connection: entered once, never shown.</summary>
public sealed record ProviderSecret
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    /// <summary>False: sending works without it, such as a secret that only verifies the webhook.</summary>
    public bool Required { get; init; } = true;
}
