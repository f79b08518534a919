using System.Collections.Concurrent;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>Keys of links, and what customers did with messages, in memory.</summary>
internal sealed class FakeMessages : ILinkKeys, IMessageEvents
{
    private readonly ConcurrentQueue<(DeliveryReport Report, CustomerKey Customer, string Channel)> _events = [];

    public LinkKeyRing Ring { get; } = new([LinkKey.Create(1)]);

    public Exception? Fails { get; set; }

    public IReadOnlyList<(DeliveryReport Report, CustomerKey Customer, string Channel)> Events => [.. _events];

    public ValueTask<LinkKeyRing> CurrentAsync(CancellationToken cancellationToken) => new(Ring);

    public Task RecordAsync(DeliveryReport report, CustomerKey customer, string channel, CancellationToken cancellationToken)
    {
        if (Fails is { } failure)
        {
            throw failure;
        }

        _events.Enqueue((report, customer, channel));
        return Task.CompletedTask;
    }
}
