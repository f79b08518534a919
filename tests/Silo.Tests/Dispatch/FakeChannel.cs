using System.Collections.Concurrent;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>A channel that answers as it is told, and notes what it was given.</summary>
internal sealed class FakeChannel : IActionChannel
{
    private readonly Moments _sent = new("something to be sent");

    public string Host { get; set; } = "";

    public Func<OutboxItem, Task<ChannelResult>> Answer { get; set; } = _ => Task.FromResult(ChannelResult.Delivered);

    public ConcurrentQueue<OutboxItem> Sent { get; } = new();

    public Task SentAsync(int times = 1) => _sent.NextAsync(times);

    public bool Takes(DecidedAction action) => action.Kind is ActionKind.Message or ActionKind.Webhook;

    public string HostOf(DecidedAction action) => action["host"] ?? Host;

    public Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        Sent.Enqueue(item);
        _sent.Add();
        return Answer(item);
    }
}
