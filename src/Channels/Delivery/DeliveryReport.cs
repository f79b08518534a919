using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Delivery;

/// <summary>What a provider, a mailbox or a tracked link says became of a message.</summary>
public sealed record DeliveryReport
{
    public required DeliveryStep Step { get; init; }

    /// <summary>Id of the action, where the report has it; else <see cref="ProviderId"/> leads to it.</summary>
    public string? Action { get; init; }

    /// <summary>The provider's id of the message.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The report's own id: the same again changes nothing.</summary>
    public required string EventId { get; init; }

    /// <summary>When it happened, by the reporter; null: when the report came.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why, in the reporter's words.</summary>
    public string? Reason { get; init; }

    /// <summary>Bounced: for good. Else it may be delivered yet.</summary>
    public bool Permanent { get; init; }

    /// <summary>Address or number that it speaks of.</summary>
    public string? Address { get; init; }

    /// <summary>Clicked: the link.</summary>
    public string? Url { get; init; }

    /// <summary>Replied: the text.</summary>
    public string? Text { get; init; }

    /// <summary>Opened or clicked by a program as far as is known: a scanner, a privacy proxy.</summary>
    public bool Automated { get; init; }
}
