using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>A merge as the store keeps it.</summary>
public sealed record StoredMerge
{
    public required long Number { get; init; }

    /// <summary>Who was merged.</summary>
    public required CustomerKey From { get; init; }

    /// <summary>Who remained.</summary>
    public required CustomerKey Into { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required MergeReason Reason { get; init; }

    /// <summary>The state was the fold of both histories.</summary>
    public required bool Exact { get; init; }

    /// <summary>By the journey's clock; null: it was not undone.</summary>
    public DateTimeOffset? UndoneAt { get; init; }

    public string? UndoneBy { get; init; }
}
