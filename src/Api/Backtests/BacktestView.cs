namespace CxOrchestrator.Api.Backtests;

/// <summary>A backtest: <c>GET /v1/backtests/{id}</c>; in lists without its report.</summary>
public sealed record BacktestView
{
    public required string Id { get; init; }

    /// <summary>What is tested, as text.</summary>
    public required string Title { get; init; }

    /// <summary>waiting, running, done, cancelled, failed.</summary>
    public required string State { get; init; }

    public required BacktestProgress Progress { get; init; }

    /// <summary>Why it failed, and what to do.</summary>
    public string? Failure { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>By the system's clock, as the next.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What is tried, as kind and id.</summary>
    public required IReadOnlyList<BacktestDocument> Documents { get; init; }

    /// <summary>Null until it is known.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Name of the uploaded file; null: what was recorded here.</summary>
    public string? File { get; init; }

    /// <summary>Null until it is done.</summary>
    public BacktestReport? Report { get; init; }
}

/// <summary>How far a backtest is.</summary>
public sealed record BacktestProgress
{
    /// <summary>waiting, reading, running, limits, samples, done.</summary>
    public required string Step { get; init; }

    /// <summary>Customers done.</summary>
    public required long Customers { get; init; }

    /// <summary>In total; null: not known yet.</summary>
    public long? CustomersTotal { get; init; }

    public required long Touchpoints { get; init; }

    public required double TouchpointsPerSecond { get; init; }

    /// <summary>0 to 1; null: not known yet.</summary>
    public double? Share { get; init; }
}
