using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Silo.Storage;

/// <summary>One row per customer with its earliest due moment, in 256 shards by a hash of the key. Written by customers' commits.</summary>
public interface ITimerStore
{
    const int Shards = 256;

    /// <summary>Customers whose timer is due by <paramref name="upTo"/> (journey's clock) and may fire at <paramref name="now"/> (system's clock), earliest first.</summary>
    Task<ImmutableArray<(CustomerKey Key, DateTimeOffset DueAt)>> DueAsync(DateTimeOffset upTo, DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
