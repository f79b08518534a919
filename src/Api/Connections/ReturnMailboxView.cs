namespace CxOrchestrator.Api.Connections;

/// <summary>The mailbox of a connection, and what was found in it since it has one. Times by the system's clock.</summary>
public sealed record ReturnMailboxView
{
    /// <summary>Server, user and folder.</summary>
    public required string Place { get; init; }

    /// <summary>When it was last read to its end; null: not yet.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why it cannot be read, and what to do.</summary>
    [Sensitive(SensitiveKind.Error)]
    public string? Problem { get; init; }

    /// <summary>Reports that a message could not be delivered.</summary>
    public required long Bounces { get; init; }

    /// <summary>Complaints, and opt-outs through a mailbox provider.</summary>
    public required long Complaints { get; init; }

    public required long Replies { get; init; }

    /// <summary>Reports that a message was delivered.</summary>
    public required long Delivered { get; init; }

    /// <summary>Automatic replies, delays, read receipts: nothing follows.</summary>
    public required long Automatic { get; init; }

    /// <summary>Reports and replies to messages that the connection did not send, or not to that address.</summary>
    public required long Foreign { get; init; }

    /// <summary>Left unread for people.</summary>
    public required long NotUnderstood { get; init; }

    /// <summary>Too large or damaged; left unread.</summary>
    public required long Unreadable { get; init; }
}
