namespace CxOrchestrator.Api.Backtests;

/// <summary>
/// What the documents would have done. "Before" is the published set, "after" the set with the tried documents, both from the first touchpoint
/// on and through the same core with all guardrails on; counted is what happened within the period.
/// </summary>
public sealed record BacktestReport
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Touchpoints read, including those before the period.</summary>
    public required long Touchpoints { get; init; }

    public required long Customers { get; init; }

    public required long Duplicates { get; init; }

    /// <summary>Lines of a file, or stored inputs, that could not be read.</summary>
    public required long Refused { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Policies whose decisions the tried documents change directly; the following figures are about them.</summary>
    public required IReadOnlyList<string> Focus { get; init; }

    public required BacktestFigures Before { get; init; }

    public required BacktestFigures After { get; init; }

    /// <summary>Customers that the policies in focus reach before and not after.</summary>
    public required long ReachedOnlyBefore { get; init; }

    public required long ReachedOnlyAfter { get; init; }

    public required long ReachedBoth { get; init; }

    /// <summary>Days of UTC on which anything happened, in order.</summary>
    public required IReadOnlyList<BacktestDay> Days { get; init; }

    /// <summary>Every policy of either set that did anything, by name; limits that policies share carry from one to another.</summary>
    public required IReadOnlyList<BacktestPolicy> Policies { get; init; }

    /// <summary>Other policies that reach customers within a day of a policy in focus, most customers first.</summary>
    public required IReadOnlyList<BacktestOverlap> Overlap { get; init; }

    /// <summary>Callbacks by queue and hour, after.</summary>
    public required IReadOnlyList<CallbackLoad> Queues { get; init; }

    /// <summary>Budgets and queues that were asked for more than they have, after; at most 100, the latest periods first.</summary>
    public required IReadOnlyList<ContestedLimit> Contested { get; init; }

    /// <summary>Who gets the last of a contested limit settled; false: it was cut off while it still changed.</summary>
    public required bool ContestedSettled { get; init; }

    /// <summary>What a simulation cannot know, in sentences.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Up to twenty customers, picked by a stable hash among those that the policies in focus reach, else among those they would have.</summary>
    public required IReadOnlyList<BacktestSample> Samples { get; init; }
}

/// <summary>What policies did in the period.</summary>
public sealed record BacktestFigures
{
    /// <summary>Customers who got a message or an offer, or for whom something else was done.</summary>
    public required long Reached { get; init; }

    public required long Fired { get; init; }

    /// <summary>Decisions held by a cooldown, an exclusion group or a rollout.</summary>
    public required long Held { get; init; }

    /// <summary>Decisions for customers in a control group, which did not act.</summary>
    public required long ControlGroup { get; init; }

    /// <summary>Actions that were admitted, by kind.</summary>
    public required IReadOnlyDictionary<string, long> ActionsByKind { get; init; }

    public required IReadOnlyList<OfferCost> OfferCost { get; init; }

    /// <summary>What held back or refused, most customers first.</summary>
    public required IReadOnlyList<HeldBack> HeldBack { get; init; }
}

/// <summary>Offers that were admitted, in one currency.</summary>
public sealed record OfferCost
{
    public required string Currency { get; init; }

    /// <summary>Sum of their amounts.</summary>
    public required decimal Amount { get; init; }

    public required long Offers { get; init; }
}

/// <summary>One reason for which something waited or was never sent.</summary>
public sealed record HeldBack
{
    /// <summary>cooldown, consent, expired, quietHours, frequencyCap, budget, queue, group, controlGroup, ...</summary>
    public required string Reason { get; init; }

    /// <summary>The limit as text; null if the reason is enough.</summary>
    public string? Limit { get; init; }

    public required long Customers { get; init; }

    /// <summary>Decisions and actions it concerned.</summary>
    public required long Times { get; init; }

    /// <summary>Of these, never sent; the others only waited.</summary>
    public required long NeverSent { get; init; }
}

public sealed record BacktestDay
{
    public required DateOnly Day { get; init; }

    public required long ReachedBefore { get; init; }

    public required long ReachedAfter { get; init; }

    public required long ActionsBefore { get; init; }

    public required long ActionsAfter { get; init; }

    /// <summary>Decisions and actions that something held back, after.</summary>
    public required long HeldAfter { get; init; }
}

public sealed record BacktestPolicy
{
    public required string Policy { get; init; }

    public required string Name { get; init; }

    public required bool InFocus { get; init; }

    public required long FiredBefore { get; init; }

    public required long FiredAfter { get; init; }

    public required long ActionsBefore { get; init; }

    public required long ActionsAfter { get; init; }

    public required long ReachedBefore { get; init; }

    public required long ReachedAfter { get; init; }
}

public sealed record BacktestOverlap
{
    public required string Policy { get; init; }

    public required string Name { get; init; }

    public required long Customers { get; init; }
}

/// <summary>Callbacks of a queue.</summary>
public sealed record CallbackLoad
{
    public required string Queue { get; init; }

    /// <summary>What the guardrails allow it; null: no bound.</summary>
    public int? PerHour { get; init; }

    public int? PerDay { get; init; }

    public required long Callbacks { get; init; }

    public required long Peak { get; init; }

    /// <summary>Beginning of the busiest hour.</summary>
    public DateTimeOffset? PeakAt { get; init; }

    /// <summary>Hours with any callback, in order; at most the last 1,500.</summary>
    public required IReadOnlyList<QueueHour> Hours { get; init; }
}

/// <summary>Callbacks admitted within an hour of UTC.</summary>
public sealed record QueueHour(DateTimeOffset Hour, long Callbacks);

/// <summary>A limit that customers share and that was asked for more than it has. Who gets the last of it is a forecast: live, it is who asks first by the silos' clocks.</summary>
public sealed record ContestedLimit
{
    /// <summary>The limit as text.</summary>
    public required string Limit { get; init; }

    /// <summary>The day or hour, as the limit counts it: <c>2026-11-24</c>, <c>2026-11-24T09</c>.</summary>
    public required string Period { get; init; }

    /// <summary>Actions that asked for it.</summary>
    public required long Asked { get; init; }

    public required long Granted { get; init; }

    /// <summary>Always: see the type.</summary>
    public required bool Forecast { get; init; }
}
