namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A message that left through a connection; stored with the outcome of its send.</summary>
public sealed record NewDelivery
{
    public required string Connection { get; init; }

    public required string Channel { get; init; }

    /// <summary>The provider's id of the message; null: it gave none.</summary>
    public string? ProviderId { get; init; }

    /// <summary>What the provider answered, for people.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether it arrived at the provider is not known.</summary>
    public bool Unknown { get; init; }

    public required SentMessage Message { get; init; }
}
