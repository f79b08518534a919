namespace CxOrchestrator.Storage.Deliveries;

/// <summary>What waits of a connection.</summary>
public sealed record WaitingCount
{
    public required string Connection { get; init; }

    /// <summary>Deliveries that are not enriched yet.</summary>
    public required long Waiting { get; init; }

    /// <summary>Dead letters.</summary>
    public required long Dead { get; init; }

    /// <summary>When the oldest that waits was stored, by the system's clock; null: none waits.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>When the first of those that wait failed, by the system's clock; null: none failed.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why one of them failed, as a sentence; null: none did.</summary>
    public string? LastError { get; init; }
}
