using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>What changes the customer alone was done in the transaction that admitted it.</summary>
internal sealed class InternalChannel : IActionChannel
{
    public bool Takes(DecidedAction action) => action.ChangesCustomerOnly();

    public string HostOf(DecidedAction action) => "";

    public Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken) => Task.FromResult(ChannelResult.Delivered);
}
