using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>What became of a merge that was asked for, or of its undoing.</summary>
[GenerateSerializer, Immutable, Alias("cx.merge-outcome")]
public sealed record MergeOutcome
{
    [Id(0)] public required MergeResult Result { get; init; }

    /// <summary>Number of the merge; 0 where there is none.</summary>
    [Id(1)] public long Number { get; init; }

    /// <summary>The customer who remains; null where nothing was merged.</summary>
    [Id(2)] public CustomerId? Into { get; init; }

    /// <summary>The customer merged into it, or taken out of it.</summary>
    [Id(3)] public CustomerId? From { get; init; }

    /// <summary>The states are folds of whole histories; false: they were combined from what the states held.</summary>
    [Id(4)] public bool Exact { get; init; } = true;

    /// <summary>Nothing more has to be asked for.</summary>
    public bool IsDone => Result is MergeResult.Merged or MergeResult.Undone or MergeResult.AlreadyOne or MergeResult.AlreadyUndone;

    public static MergeOutcome Of(MergeResult result) => new() { Result = result };
}
