namespace CxOrchestrator.Channels.Content;

/// <summary>What of a message goes out.</summary>
public sealed record FinishedMessage
{
    public string? Subject { get; init; }

    /// <summary>Plain text; made of the HTML where there is some.</summary>
    public required string Text { get; init; }

    public string? Html { get; init; }

    /// <summary>Where a click on the message leads; null: nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>Where one POST unsubscribes (RFC 8058); null: no public address is set, or there is no key.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>The text asks for a link to unsubscribe or to preferences, and none could be made: it was taken out.</summary>
    public bool LinksMissing { get; init; }
}
