namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A delivery whose events are not enriched yet, or, as a dead letter, could not be. Times by the system's clock unless they say otherwise.</summary>
public sealed record WaitingDelivery
{
    /// <summary>Given by the store.</summary>
    public required long Number { get; init; }

    public required string Connection { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>When it is tried again; of a dead letter it says nothing.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Tries that failed.</summary>
    public int Failures { get; init; }

    /// <summary>When the first try failed; null: none did.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why the last try failed, as a sentence; null: none did.</summary>
    public string? LastError { get; init; }

    /// <summary>When it became a dead letter; null: it waits.</summary>
    public DateTimeOffset? DeadAt { get; init; }

    /// <summary>It is mapped without being enriched: somebody chose so.</summary>
    public bool Plain { get; init; }

    /// <summary>Bytes of the body.</summary>
    public required int Size { get; init; }

    public required string Method { get; init; }

    public required string Url { get; init; }

    /// <summary>JSON of the headers.</summary>
    public required string Headers { get; init; }

    /// <summary>Empty in a list.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
