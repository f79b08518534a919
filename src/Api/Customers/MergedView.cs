namespace CxOrchestrator.Api.Customers;

/// <summary>A customer who was merged into another one.</summary>
public sealed record MergedView
{
    public required string Customer { get; init; }

    /// <summary>Into whom: the customer itself, or another one merged into it.</summary>
    public required string Into { get; init; }

    /// <summary>Number of the merge, with which it can be undone.</summary>
    public required long Number { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The state is the fold of both histories; false: it was combined from what both states held.</summary>
    public required bool Exact { get; init; }
}
