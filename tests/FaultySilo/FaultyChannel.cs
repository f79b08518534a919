using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.FaultySilo;

/// <summary>A channel after whose delivery the process may die.</summary>
internal sealed class FaultyChannel(IActionChannel inner, KillSwitch kill) : IActionChannel
{
    public bool Takes(DecidedAction action) => inner.Takes(action);

    public string HostOf(DecidedAction action) => inner.HostOf(action);

    public async Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var result = await inner.SendAsync(item, cancellationToken);
        if (item.Action.Kind == ActionKind.Webhook && result.Outcome == ChannelOutcome.Delivered)
        {
            kill.Pass(KillAt.AfterSend);
        }

        return result;
    }
}
