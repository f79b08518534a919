using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>What became of a step, and what is stored now.</summary>
public sealed record LifeResult(LifeOutcome Outcome)
{
    /// <summary>The draft as it is stored; null where there is none.</summary>
    public StoredDraft? Draft { get; init; }

    /// <summary>The set that was published.</summary>
    public PublishedSet? Set { get; init; }

    /// <summary>The bound that a draft would exceed.</summary>
    public DraftsFull? Full { get; init; }

    public ImmutableArray<DocumentError> Errors { get; init; } = [];
}
