namespace CxOrchestrator.Api.Schedules;

/// <summary><c>GET /v1/schedules</c>: schedules of published policies. Times by the journey's clock.</summary>
public sealed record SchedulesView
{
    public required IReadOnlyList<ScheduleView> Schedules { get; init; }
}

/// <summary>A schedule of a policy for a segment.</summary>
public sealed record ScheduleView
{
    public required string Policy { get; init; }

    public required string Segment { get; init; }

    /// <summary>As text: "Each tuesday at 10:00 (Europe/Lisbon), for those in segment Quiet for a month".</summary>
    public required string Text { get; init; }

    /// <summary>The policy is paused or disabled: what falls due is held.</summary>
    public required bool Paused { get; init; }

    /// <summary>The occurrence that is held until the policy is resumed; null: none.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>The last occurrence that was held, or not reached, until its actions would have expired, so that no customer was notified; null: none.</summary>
    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>The next occurrence; null: there are no more.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The occurrence that customers are being notified of now; null: none.</summary>
    public DateTimeOffset? RunningAt { get; init; }

    /// <summary>The last occurrence that all members were notified of; null: none so far.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Members notified of the running occurrence so far, else of the last one.</summary>
    public required long Members { get; init; }
}
