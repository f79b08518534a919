using CxOrchestrator.Rules.Journeys;
using Orleans;

namespace CxOrchestrator.Rules.Customers;

/// <summary>A timer on which the core failed: put aside so that the customer continues, and kept so that it can be tried again.</summary>
[GenerateSerializer, Immutable, Alias("cx.set-aside-timer")]
public sealed record SetAsideTimer
{
    /// <summary>The customer's sequence at which it was put aside: names it among the customer's.</summary>
    [Id(0)] public required long Number { get; init; }

    [Id(1)] public required TimerKind Kind { get; init; }

    [Id(2)] public required DateTimeOffset DueAt { get; init; }

    /// <summary>Of a pending wait; else null.</summary>
    [Id(3)] public PolicyWait? Wait { get; init; }

    /// <summary>Of an expectation; else null.</summary>
    [Id(4)] public PendingExpectation? Expectation { get; init; }

    /// <summary>Journey of the expectation's instance.</summary>
    [Id(5)] public string? Journey { get; init; }

    /// <summary>Correlation of the expectation's instance.</summary>
    [Id(6)] public string? Correlation { get; init; }

    /// <summary>Run of the expectation's instance.</summary>
    [Id(7)] public int Run { get; init; }

    /// <summary>Key of the low or high point that fades; else null.</summary>
    [Id(8)] public string? Point { get; init; }

    /// <summary>Whose number it is, where the customer was merged into this one; null: this one's.</summary>
    [Id(9)] public Touchpoints.CustomerId? Of { get; init; }
}
