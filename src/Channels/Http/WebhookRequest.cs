namespace CxOrchestrator.Channels.Http;

/// <summary>A request that a provider made to the address of its webhook.</summary>
public sealed record WebhookRequest
{
    public required string Method { get; init; }

    /// <summary>As the provider called it, from the public name on: some providers sign it.</summary>
    public required Uri Url { get; init; }

    /// <summary>In their order; of a repeated name the first counts.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The bytes as they arrived: they are what is signed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
