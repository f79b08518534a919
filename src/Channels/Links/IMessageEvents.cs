using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Channels.Links;

/// <summary>Takes what customers do with messages: opens, clicks, and that they unsubscribed.</summary>
public interface IMessageEvents
{
    /// <summary>
    /// Stores the step and announces its touchpoint; the same <see cref="DeliveryReport.EventId"/> again changes nothing. An automated one is
    /// counted apart and is no touchpoint. Of an unsubscription the consent is in the log already: only the step is left to store.
    /// </summary>
    /// <param name="report">What happened.</param>
    /// <param name="customer">To whom the message went.</param>
    /// <param name="channel">On which channel.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task RecordAsync(DeliveryReport report, CustomerKey customer, string channel, CancellationToken cancellationToken);
}
