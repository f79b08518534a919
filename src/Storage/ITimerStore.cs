using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage;

/// <summary>One row per customer with its earliest due moment, in 256 shards by a hash of the key. Written by customers' commits.</summary>
public interface ITimerStore
{
    const int Shards = Share.Shards;

    /// <summary>
    /// Customers of the share whose timer is due by <paramref name="upTo"/> (journey's clock) and may fire at <paramref name="now"/> (system's clock), earliest first. Where more than
    /// <paramref name="limit"/> are due, a shard that has very many of them may give only its earliest.
    /// </summary>
    Task<ImmutableArray<(CustomerKey Key, DateTimeOffset DueAt)>> DueAsync(Share share, DateTimeOffset upTo, DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
