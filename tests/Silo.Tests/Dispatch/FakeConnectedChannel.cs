using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>A channel with connections that does as the test says; it takes messages on the channel "connected".</summary>
internal sealed class FakeConnectedChannel : IConnectedChannel
{
    public const string Name = "connected";

    public List<(OutboxItem Item, string Connection)> Sent { get; } = [];

    public List<ImmutableArray<OutboxItem>> Planned { get; } = [];

    public Func<OutboxItem, Leaving> Plan { get; set; } = i => new Leaving(i.LeftBy ?? "mail");

    public Func<OutboxItem, ChannelResult> Answer { get; set; } = _ => new ChannelResult(ChannelOutcome.Delivered, Delivery: Left());

    public static NewDelivery Left(bool unknown = false) =>
        new() { Connection = "mail", Channel = Name, ProviderId = "p-1", Unknown = unknown, Message = new SentMessage { To = "ann@example.com", Text = "Sorry" } };

    public bool Takes(DecidedAction action) => action.Channel == Name;

    public string HostOf(DecidedAction action) => Name;

    public Task<ImmutableArray<Leaving>> PlanAsync(ImmutableArray<OutboxItem> items, CancellationToken cancellationToken)
    {
        Planned.Add(items);
        return Task.FromResult<ImmutableArray<Leaving>>([.. items.Select(Plan)]);
    }

    public Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken) => throw new InvalidOperationException("A connection is chosen first.");

    public Task<ChannelResult> SendAsync(OutboxItem item, string connection, CancellationToken cancellationToken)
    {
        lock (Sent)
        {
            Sent.Add((item, connection));
        }

        return Task.FromResult(Answer(item));
    }
}
