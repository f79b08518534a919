namespace CxOrchestrator.Api.Backtests;

/// <summary>One customer of a backtest: its experience, and what would have happened when.</summary>
public sealed record BacktestSample
{
    public required string Customer { get; init; }

    /// <summary>Within the period, in order; at most the last 200.</summary>
    public required IReadOnlyList<SamplePoint> Points { get; init; }

    /// <summary>Low points that were open within the period.</summary>
    public required IReadOnlyList<SampleLowPoint> LowPoints { get; init; }

    /// <summary>Of all policies, in order; at most the last 100.</summary>
    public required IReadOnlyList<SampleAction> Actions { get; init; }

    /// <summary>Decisions of the policies in focus that were held back, in order; at most the last 50.</summary>
    public required IReadOnlyList<SampleHeld> Held { get; init; }
}

/// <summary>A touchpoint or an expectation's miss.</summary>
public sealed record SamplePoint
{
    public required DateTimeOffset At { get; init; }

    public required string Type { get; init; }

    public string? Channel { get; init; }

    /// <summary>-1 to 1; null where it was worth none.</summary>
    public double? Experience { get; init; }

    /// <summary>After it.</summary>
    public required double Mood { get; init; }
}

public sealed record SampleLowPoint
{
    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>recovered, faded; null while open.</summary>
    public string? Outcome { get; init; }

    /// <summary>Its main cause, as text.</summary>
    public required string Cause { get; init; }
}

/// <summary>An action that would have been sent, or refused, or would still wait.</summary>
public sealed record SampleAction
{
    /// <summary>When it was answered last.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>message, offer, callback, webhook, setAttribute, segment.</summary>
    public required string Kind { get; init; }

    public required string Policy { get; init; }

    public required string PolicyName { get; init; }

    public required bool InFocus { get; init; }

    public string? Channel { get; init; }

    /// <summary>admitted, held, refused.</summary>
    public required string Result { get; init; }

    /// <summary>What held or refused it; none where it was admitted at once.</summary>
    public required string Reason { get; init; }

    /// <summary>The limit as text.</summary>
    public string? Limit { get; init; }

    /// <summary>The beginning of what is said: subject or text, at most 200 characters.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Text { get; init; }
}

/// <summary>A decision whose conditions held and that something held back.</summary>
public sealed record SampleHeld
{
    public required DateTimeOffset At { get; init; }

    public required string Policy { get; init; }

    public required string PolicyName { get; init; }

    /// <summary>cooldown, group, controlGroup, globalControlGroup, rollout.</summary>
    public required string Reason { get; init; }

    public string? Limit { get; init; }

    public DateTimeOffset? NextAt { get; init; }
}
