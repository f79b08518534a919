using System.Collections.Immutable;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>
/// Messages that left, and what was reported of them. A delivery comes into it with the outcome of its send; a report may come before that, twice, or
/// for a message that is not known.
/// </summary>
public interface IDeliveries
{
    /// <summary>Most reports stored at once.</summary>
    const int ReportsMax = 1_000;

    /// <summary>
    /// Notes for actions under the owner's lease which connection each is about to leave through, before it does: who leases one of them later knows
    /// that it may have been sent.
    /// </summary>
    Task BeginAsync(string owner, ImmutableArray<(string Action, string Connection)> sends, CancellationToken cancellationToken);

    /// <summary>Null where it did not leave through a connection.</summary>
    Task<Delivery?> FindAsync(string action, CancellationToken cancellationToken);

    /// <summary>The message as it was sent; null where it did not leave through a connection, or is no longer kept.</summary>
    Task<SentMessage?> MessageAsync(string action, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<Delivery>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken);

    /// <summary>The newest delivery to an address through a connection; null: there is none.</summary>
    Task<Delivery?> LatestToAsync(string connection, string address, CancellationToken cancellationToken);

    /// <summary>Stores reports that are not known yet, in one transaction; gives how many they were.</summary>
    Task<int> ReportAsync(ImmutableArray<NewStep> steps, CancellationToken cancellationToken);

    /// <summary>What was reported of a message, oldest first.</summary>
    Task<ImmutableArray<StoredStep>> StepsAsync(string action, CancellationToken cancellationToken);

    /// <summary>Reports whose message is known and whose touchpoint is not in the log yet, oldest first.</summary>
    Task<ImmutableArray<(StoredStep Step, OutboxItem Item)>> UnannouncedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Notes that the touchpoints of these reports are in the log.</summary>
    Task AnnouncedAsync(ImmutableArray<long> numbers, CancellationToken cancellationToken);
}
