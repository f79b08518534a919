using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Channels.Links;

/// <summary>Where nothing stores the steps of messages. Without keys (<see cref="NoLinkKeys"/>) no visit gets this far.</summary>
internal sealed class NoMessageEvents : IMessageEvents
{
    public Task RecordAsync(DeliveryReport report, CustomerKey customer, string channel, CancellationToken cancellationToken) => Task.CompletedTask;
}
