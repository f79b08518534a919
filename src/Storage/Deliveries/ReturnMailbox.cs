namespace CxOrchestrator.Storage.Deliveries;

/// <summary>The state of a connection's mailbox. Times by the system's clock.</summary>
public sealed record ReturnMailbox
{
    public required string Connection { get; init; }

    /// <summary>Null: nothing was read yet.</summary>
    public ReturnCursor? Cursor { get; init; }

    /// <summary>When it was last read to its end.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Null: it could be read, as far as is known.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public string? LastError { get; init; }

    /// <summary>Since the connection has a mailbox.</summary>
    public required ReturnCounts Found { get; init; }
}
