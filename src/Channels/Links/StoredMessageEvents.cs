using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Channels.Links;

/// <summary>Stores what customers do with messages as steps of their deliveries; the announcer puts them into the log.</summary>
internal sealed class StoredMessageEvents(IDeliveries deliveries, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock) : IMessageEvents
{
    public Task RecordAsync(DeliveryReport report, CustomerKey customer, string channel, CancellationToken cancellationToken) =>
        deliveries.ReportAsync([ReportSteps.Of(report, ReportSteps.Links, report.At ?? journeyClock.GetUtcNow())], cancellationToken);
}
