namespace CxOrchestrator.Rules.Connections;

/// <summary>The request that sends a message.</summary>
public sealed record SendDefinition : RequestDefinition
{
    /// <summary>Also of the lookup and the test; null: the address or a header says enough.</summary>
    public RequestAuth? Auth { get; init; }

    public RequestBody? Body { get; init; }

    /// <summary>Setting that holds further headers as a JSON object; null: none.</summary>
    public string? HeadersFrom { get; init; }

    /// <summary>Header that takes the action's id, so that the same message twice arrives once; null: the provider takes none there.</summary>
    public string? Idempotency { get; init; }

    /// <summary>The body holds the action's id in a field by which the provider recognizes a repetition.</summary>
    public bool IdempotentByBody { get; init; }
}
