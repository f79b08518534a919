using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>A merge or its undoing as a customer's history keeps it: what the customer became, so that the history can be folded again when the other's is gone.</summary>
internal sealed record MergeInput
{
    /// <summary>Number of the merge.</summary>
    public required long Number { get; init; }

    public required MergeChange Change { get; init; }

    public required CustomerId Other { get; init; }

    /// <summary>What the customer became; see <see cref="CustomerCodec"/>.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>Actions of the other customer that waited for admission, and wait with this one now.</summary>
    public ImmutableArray<DecidedAction> Actions { get; init; } = [];
}
