namespace CxOrchestrator.Api.Backtests;

/// <summary>Body of <c>POST /v1/backtests</c>: documents applied to the published set, against touchpoints that were recorded or uploaded.</summary>
public sealed record BacktestRequest
{
    /// <summary>Most documents of one backtest.</summary>
    public const int DocumentsMax = 500;

    /// <summary>Documents that replace those published, 1 to 500; everything else stays as it is.</summary>
    public required IReadOnlyList<BacktestDocument> Documents { get; init; }

    /// <summary>First moment that counts, by the journey's clock; everything before it is simulated too, so that limits and moods are as they were. Default: 30 days before <see cref="Until"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Where it ends, not included; default: now, or the last touchpoint of an uploaded file.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>An uploaded file's id; null: what was recorded here.</summary>
    public string? File { get; init; }
}

/// <summary>A document to try.</summary>
public sealed record BacktestDocument
{
    /// <summary>journey, segment, policy, template, provider, guardrails, settings.</summary>
    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>The text to try; null: its draft as it is stored.</summary>
    public string? Text { get; init; }

    /// <summary>Try the set without it.</summary>
    public bool Remove { get; init; }
}

/// <summary>Answer to <c>POST /v1/backtest-files</c>: touchpoints, one JSON object a line, kept for a day.</summary>
public sealed record BacktestFileView
{
    /// <summary>What a backtest names.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required long Bytes { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset UploadedAt { get; init; }

    public required string UploadedBy { get; init; }
}
