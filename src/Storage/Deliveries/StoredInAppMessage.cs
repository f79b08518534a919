namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A message in a customer's inbox.</summary>
public sealed record StoredInAppMessage
{
    /// <summary>Grows with each message of the installation.</summary>
    public required long Number { get; init; }

    public required InAppMessage Message { get; init; }

    /// <summary>The first time, by the journey's clock; null: not read yet.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The first time, by the journey's clock; null: not clicked yet.</summary>
    public DateTimeOffset? ClickedAt { get; init; }
}
