using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>Messages that wait in customers' apps. Each customer keeps the newest; an erasure removes them all.</summary>
public interface IInAppInbox
{
    /// <summary>Most messages of a customer; beyond it the oldest go.</summary>
    const int KeptMax = 100;

    /// <summary>
    /// Puts a message into the inbox of its action's customer; again with the same id changes nothing. False where the outbox does not have the action
    /// any more, such as that of a customer who was erased.
    /// </summary>
    Task<bool> PutAsync(InAppMessage message, CancellationToken cancellationToken);

    /// <summary>Messages that have not expired and come after a number, newest first; at most <see cref="KeptMax"/>.</summary>
    /// <param name="key">The customer.</param>
    /// <param name="after">0: all of them.</param>
    /// <param name="now">By the journey's clock.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<ImmutableArray<StoredInAppMessage>> ListAsync(CustomerKey key, long after, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that the customer read a message; the first time counts. Null where the customer has no such message.</summary>
    Task<StoredInAppMessage?> ReadAsync(CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes that the customer clicked a message, which reads it as well; the first time counts. Null where the customer has no such message.</summary>
    Task<StoredInAppMessage?> ClickAsync(CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Whose messages have a higher number, in their order.</summary>
    /// <param name="after">Null: nobody's, and from where to look next.</param>
    /// <param name="limit">Most messages looked at.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<InAppNews> NewsAsync(long? after, int limit, CancellationToken cancellationToken);
}
