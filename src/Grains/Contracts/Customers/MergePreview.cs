using CxOrchestrator.Rules.Customers;
using Orleans;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>What two customers would become.</summary>
[GenerateSerializer, Immutable, Alias("cx.merge-preview")]
public sealed record MergePreview
{
    /// <summary>Why they cannot be merged; <see cref="MergeResult.Merged"/>: they can.</summary>
    [Id(0)] public required MergeResult Result { get; init; }

    /// <summary>The customer who would remain, as it is; null where there is none.</summary>
    [Id(1)] public CustomerState? Into { get; init; }

    /// <summary>The customer who would be merged into it, as it is.</summary>
    [Id(2)] public CustomerState? From { get; init; }

    /// <summary>As one customer.</summary>
    [Id(3)] public CustomerState? Merged { get; init; }

    /// <summary>It would be the fold of both histories.</summary>
    [Id(4)] public bool Exact { get; init; } = true;
}
