namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A message for a customer's app or web page.</summary>
public sealed record InAppMessage
{
    /// <summary>Of the action that it is.</summary>
    public required string Id { get; init; }

    public string? Title { get; init; }

    public required string Text { get; init; }

    /// <summary>Where a click leads; null: the message has no button.</summary>
    public string? Link { get; init; }

    /// <summary>What the button says; null: the app's own word.</summary>
    public string? LinkText { get; init; }

    /// <summary>Address of an image.</summary>
    public string? Image { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>From then on it is not shown, by the journey's clock; null: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
