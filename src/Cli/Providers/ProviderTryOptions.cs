namespace CxOrchestrator.Cli.Providers;

/// <summary>What a provider document is tried with.</summary>
internal sealed record ProviderTryOptions
{
    /// <summary>A file, or the id of a built-in provider.</summary>
    public required string Provider { get; init; }

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: the provider's first.</summary>
    public string? Channel { get; init; }

    public string? To { get; init; }

    public string? Text { get; init; }

    /// <summary>A recorded answer; null: none.</summary>
    public string? Answer { get; init; }

    /// <summary>A recorded request to the webhook; null: none.</summary>
    public string? Webhook { get; init; }
}
