using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Backtests;

internal enum HappeningKind : byte
{
    Fired,

    /// <summary>A decision that something held back.</summary>
    DecisionHeld,

    /// <summary>A decision for a customer in a control group; it did not act.</summary>
    ControlGroup,

    Admitted,

    /// <summary>An action that something holds, once for each reason.</summary>
    Waited,

    /// <summary>An action that is never sent.</summary>
    Refused,

    /// <summary>An action that waited until it expired; the reason is what it waited for.</summary>
    Lapsed,
}

/// <summary>Something that policies did for a customer, with what the figures need of it.</summary>
internal readonly record struct Happening
{
    public required HappeningKind Kind { get; init; }

    public required string Policy { get; init; }

    public required DateTimeOffset At { get; init; }

    public ActionKind Action { get; init; }

    public HoldReason Reason { get; init; }

    public string? Limit { get; init; }

    /// <summary>Of an offer.</summary>
    public decimal Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>Of a callback.</summary>
    public string? Queue { get; init; }
}
