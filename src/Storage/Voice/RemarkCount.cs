using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Voice;

/// <summary>Remarks of one group that have the same reasons.</summary>
public sealed record RemarkCount
{
    /// <summary>What they are grouped by; empty: nothing is known.</summary>
    public required string Group { get; init; }

    public required ImmutableArray<string> Reasons { get; init; }

    public required long Count { get; init; }

    public required long Negative { get; init; }

    public required long Positive { get; init; }

    /// <summary>How many have a sentiment.</summary>
    public required long Read { get; init; }

    /// <summary>Of those that have one.</summary>
    public required double SentimentSum { get; init; }
}
