using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Channels.Links;

/// <summary>What a signed address says.</summary>
public sealed record LinkToken
{
    public required LinkPurpose Purpose { get; init; }

    /// <summary>Id of the action that the message is of: 32 hexadecimal digits; null: the address is of no message.</summary>
    public string? Action { get; init; }

    public required CustomerKey Customer { get; init; }

    /// <summary>The message's, as in the policy; of at most <see cref="LinkSigner.ChannelBytesMax"/> bytes.</summary>
    public required string Channel { get; init; }

    /// <summary>The message is a promotion: unsubscribing from it leaves service messages alone.</summary>
    public bool Promotion { get; init; }

    /// <summary>Refused from then on, to the minute; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
