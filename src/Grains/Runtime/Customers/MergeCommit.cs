using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Everything that a merge, or its undoing, changes.</summary>
public sealed record MergeCommit
{
    public required MergeChange Change { get; init; }

    /// <summary>Of a merge: a number of <see cref="ICustomerMergeStore.NextNumberAsync"/>, which a merge has once. Of an undoing: its merge.</summary>
    public required StoredMerge Merge { get; init; }

    /// <summary>The row of the customer who remains.</summary>
    public required CustomerCommit Into { get; init; }

    /// <summary>The row of the one merged into it, or taken out of it.</summary>
    public required CustomerCommit From { get; init; }

    /// <summary>Of a merge: the remaining customer's state before it, from which it can be undone when its history no longer reaches back.</summary>
    public ReadOnlyMemory<byte> IntoBefore { get; init; }

    /// <summary>The customers merged into <see cref="From"/> before: they follow it.</summary>
    public ImmutableArray<CustomerKey> Parts { get; init; } = [];
}
