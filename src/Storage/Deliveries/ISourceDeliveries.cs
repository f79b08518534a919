using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>What other systems delivered last, for people to look at. The ledger counts; this is a sample of the newest.</summary>
public interface ISourceDeliveries
{
    /// <summary>Most deliveries that are kept of a connection; the oldest go first.</summary>
    const int KeptMax = 100;

    /// <summary>How long a delivery is kept, by the system's clock.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    /// <summary>How long counts are kept, by the system's clock.</summary>
    static readonly TimeSpan CountsKeptFor = TimeSpan.FromDays(35);

    /// <summary>Adds deliveries and counts; several gateways add up. What is beyond <see cref="KeptMax"/> of a connection then goes.</summary>
    Task AddAsync(ImmutableArray<SourceDeliveryRecord> deliveries, ImmutableArray<SourceCount> counts, CancellationToken cancellationToken);

    /// <summary>Of a connection, newest first.</summary>
    Task<ImmutableArray<SourceDeliveryRecord>> ListAsync(string connection, CancellationToken cancellationToken);

    /// <summary>Null where it is not kept any more.</summary>
    Task<SourceDeliveryRecord?> GetAsync(string connection, long number, CancellationToken cancellationToken);

    /// <summary>Counts of the hours from the given one on, by connection and hour.</summary>
    Task<ImmutableArray<SourceCount>> CountsAsync(DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Removes deliveries and counts that are kept no longer.</summary>
    Task TrimAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
