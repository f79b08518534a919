namespace CxOrchestrator.Storage.Schedules;

/// <summary>How far a schedule of a policy has come. Times by the journey's clock.</summary>
public sealed record ScheduleMark
{
    public required string Policy { get; init; }

    /// <summary>Of the trigger; a policy has one schedule a segment and moment.</summary>
    public required string Segment { get; init; }

    /// <summary>Occurrences up to this moment are done, or were passed over as too old.</summary>
    public required DateTimeOffset DoneThrough { get; init; }

    /// <summary>The occurrence that customers are being notified of; null: none is.</summary>
    public DateTimeOffset? RunningDueAt { get; init; }

    /// <summary>Customers up to this key were looked at for it, in the order of keys.</summary>
    public string RunningAfter { get; init; } = "";

    /// <summary>Customers that the running occurrence, else the last, notified.</summary>
    public long Members { get; init; }

    /// <summary>The last occurrence that all customers were notified of; null: none was.</summary>
    public DateTimeOffset? LastDueAt { get; init; }

    /// <summary>The last occurrence that expired before customers were notified; null: none did.</summary>
    public DateTimeOffset? ExpiredDueAt { get; init; }
}
