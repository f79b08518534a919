namespace CxOrchestrator.Api.Merges;

/// <summary>A merge: an item of <c>GET /v1/merges</c>.</summary>
public sealed record MergeView
{
    public required long Number { get; init; }

    /// <summary>The customer who was merged.</summary>
    public required string From { get; init; }

    /// <summary>The customer who remained.</summary>
    public required string Into { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    /// <summary>manual, identity.</summary>
    public required string Kind { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public string? Reason { get; init; }

    /// <summary>The state was the fold of both histories; false: it was combined from what both states held, because a history no longer reached back.</summary>
    public required bool Exact { get; init; }

    /// <summary>By the journey's clock; null: it was not undone.</summary>
    public DateTimeOffset? UndoneAt { get; init; }

    public string? UndoneBy { get; init; }
}
