using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>The default for messages and offers: the outbox row is the delivery, for systems that read it there.</summary>
internal sealed class OutboxChannel : IActionChannel
{
    public bool Takes(DecidedAction action) => action.Kind is ActionKind.Message or ActionKind.Offer;

    public string HostOf(DecidedAction action) => "";

    public Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken) => Task.FromResult(ChannelResult.Delivered);
}
