namespace CxOrchestrator.Storage.Deliveries;

/// <summary>Messages found in a mailbox, by what they are.</summary>
public sealed record ReturnCounts
{
    public static ReturnCounts None { get; } = new();

    /// <summary>Reports that a message could not be delivered.</summary>
    public long Bounces { get; init; }

    /// <summary>Complaints, and opt-outs through a mailbox provider.</summary>
    public long Complaints { get; init; }

    public long Replies { get; init; }

    /// <summary>Reports that a message was delivered.</summary>
    public long Delivered { get; init; }

    /// <summary>Understood, and nothing follows: automatic replies, delays, read receipts.</summary>
    public long Automatic { get; init; }

    /// <summary>Reports and replies to messages that the connection did not send, or not to that address.</summary>
    public long Foreign { get; init; }

    /// <summary>Left unread for people.</summary>
    public long NotUnderstood { get; init; }

    /// <summary>Too large or damaged.</summary>
    public long Unreadable { get; init; }

    public ReturnCounts Plus(ReturnCounts other) => new()
    {
        Bounces = Bounces + other.Bounces,
        Complaints = Complaints + other.Complaints,
        Replies = Replies + other.Replies,
        Delivered = Delivered + other.Delivered,
        Automatic = Automatic + other.Automatic,
        Foreign = Foreign + other.Foreign,
        NotUnderstood = NotUnderstood + other.NotUnderstood,
        Unreadable = Unreadable + other.Unreadable,
    };
}
