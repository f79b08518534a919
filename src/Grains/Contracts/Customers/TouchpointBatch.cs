using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>A touchpoint as the log holds it.</summary>
[GenerateSerializer, Immutable, Alias("cx.logged-touchpoint")]
public sealed record LoggedTouchpoint
{
    /// <summary>Grows within the partition; never used twice.</summary>
    [Id(0)] public required long Position { get; init; }

    /// <summary>When the log took it, by the journey's clock.</summary>
    [Id(1)] public required DateTimeOffset ReceivedAt { get; init; }

    [Id(2)] public required Touchpoint Touchpoint { get; init; }

    /// <summary>The native JSON object, as it came; history and dead letters keep it.</summary>
    [Id(3)] public required ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>Touchpoints of one customer out of one partition, in its order.</summary>
[GenerateSerializer, Immutable, Alias("cx.touchpoint-batch")]
public sealed record TouchpointBatch
{
    /// <summary>Names the log: another log's positions do not compare.</summary>
    [Id(0)] public required string Log { get; init; }

    [Id(1)] public required int Partition { get; init; }

    [Id(2)] public required ImmutableArray<LoggedTouchpoint> Items { get; init; }

    /// <summary>Whose touchpoints they are, where that customer was merged into the one who takes them; null: that one's own.</summary>
    [Id(3)] public Rules.Touchpoints.CustomerId? Origin { get; init; }
}

/// <summary>What became of a batch.</summary>
[GenerateSerializer, Immutable, Alias("cx.batch-receipt")]
public sealed record BatchReceipt
{
    [Id(0)] public int Applied { get; init; }

    [Id(1)] public int Duplicate { get; init; }

    /// <summary>Became dead letters, because the core failed on them.</summary>
    [Id(2)] public int Rejected { get; init; }

    /// <summary>Seen before by log position: counted then, not now.</summary>
    [Id(3)] public int Redelivered { get; init; }

    /// <summary>Of somebody who was erased: counted, and not kept.</summary>
    [Id(4)] public int Erased { get; init; }

    /// <summary>Nothing was taken: this customer was merged into that one, or the origin is no longer part of this one; null: the batch was taken.</summary>
    [Id(5)] public Rules.Touchpoints.CustomerId? MovedTo { get; init; }
}
