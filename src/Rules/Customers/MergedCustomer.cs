using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Rules.Customers;

/// <summary>A customer who was merged into another one.</summary>
[GenerateSerializer, Immutable, Alias("cx.merged-customer")]
public sealed record MergedCustomer
{
    [Id(0)] public required CustomerId Customer { get; init; }

    /// <summary>Into which customer: the one that holds this record, or one merged into it.</summary>
    [Id(1)] public required CustomerId Into { get; init; }

    /// <summary>Number of the merge.</summary>
    [Id(2)] public required long Number { get; init; }

    /// <summary>When, by the journey's clock.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>The state is the fold of both histories; false: it was combined from what each state held, because a history no longer reached back.</summary>
    [Id(4)] public bool Exact { get; init; } = true;
}
