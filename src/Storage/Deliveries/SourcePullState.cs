namespace CxOrchestrator.Storage.Deliveries;

/// <summary>How far a source is asked. Times by the system's clock.</summary>
public sealed record SourcePullState
{
    public required string Connection { get; init; }

    /// <summary>Where the next page begins, in the form of the one who asks; null: nothing was asked yet.</summary>
    public string? Cursor { get; init; }

    /// <summary>When it is asked again.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was last asked and answered.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Null: it answers, as far as is known.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public string? LastError { get; init; }
}
