namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A report of what became of a message. It names the action, or the connection and the provider's id of the message.</summary>
public sealed record NewStep
{
    /// <summary>The connection, or another name of who reports, such as <c>links</c>; event ids are unique within it.</summary>
    public required string Reporter { get; init; }

    /// <summary>The report's own id: the same again changes nothing.</summary>
    public required string EventId { get; init; }

    public required DeliveryStep Step { get; init; }

    public string? Action { get; init; }

    public string? ProviderId { get; init; }

    /// <summary>When it happened, by the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public string? Reason { get; init; }

    /// <summary>Bounced: for good.</summary>
    public bool Permanent { get; init; }

    /// <summary>Address or number that it speaks of; kept where the action is known, for one that never left.</summary>
    public string? Address { get; init; }

    /// <summary>Clicked: the link.</summary>
    public string? Url { get; init; }

    /// <summary>Replied: the text.</summary>
    public string? Text { get; init; }

    /// <summary>A program did it, as far as is known.</summary>
    public bool Automated { get; init; }
}
