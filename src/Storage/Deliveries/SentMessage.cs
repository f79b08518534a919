namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A message as it was sent, for people to read again.</summary>
public sealed record SentMessage
{
    /// <summary>Address, number or token it went to.</summary>
    public required string To { get; init; }

    public string? From { get; init; }

    public string? Subject { get; init; }

    public required string Text { get; init; }

    public string? Html { get; init; }

    /// <summary>Where a click leads; null: nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>What the link's button says; null: the app's own word.</summary>
    public string? LinkText { get; init; }

    /// <summary>Address of an image; null: there is none.</summary>
    public string? Image { get; init; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; init; }
}
