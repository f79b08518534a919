using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage;

/// <summary>Touchpoints as they were recorded, customer by customer: for those who try documents on the past. Reads see committed data only and never wait for the writer.</summary>
public interface IRecordedHistory
{
    /// <summary>In the order of (key, sequence), after the given place; fewer than the limit: the end.</summary>
    Task<ImmutableArray<RecordedTouchpoint>> PageAsync(RecordedPlace after, int limit, CancellationToken cancellationToken);

    /// <summary>All of a customer, in order.</summary>
    Task<ImmutableArray<ReadOnlyMemory<byte>>> OfAsync(CustomerKey key, CancellationToken cancellationToken);
}

/// <summary>Where a reading of the history is.</summary>
/// <param name="Key">A customer's key as text; empty: before the first.</param>
/// <param name="Sequence">Of the input read last.</param>
public readonly record struct RecordedPlace(string Key, long Sequence)
{
    public static RecordedPlace Start { get; } = new("", 0);
}

/// <param name="Place">The customer's key and the input's sequence.</param>
/// <param name="Body">The touchpoint as JSON, as it came.</param>
public readonly record struct RecordedTouchpoint(RecordedPlace Place, ReadOnlyMemory<byte> Body);
