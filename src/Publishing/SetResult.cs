using System.Collections.Immutable;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Publishing;

/// <summary>What became of publishing a whole set.</summary>
public sealed record SetResult(LifeOutcome Outcome)
{
    /// <summary>Published version before.</summary>
    public int FromVersion { get; init; }

    /// <summary>Version that was published; null: none was.</summary>
    public int? Version { get; init; }

    public ImmutableArray<DocumentChange> Changes { get; init; } = [];

    public ImmutableArray<DocumentError> Errors { get; init; } = [];
}
