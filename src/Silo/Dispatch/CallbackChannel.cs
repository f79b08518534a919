using System.Globalization;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>A callback opens a case, in the transaction that stores its delivery.</summary>
internal sealed class CallbackChannel : IActionChannel
{
    public bool Takes(DecidedAction action) => action.Kind == ActionKind.Callback;

    public string HostOf(DecidedAction action) => "";

    public Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var action = item.Action;
        return Task.FromResult(ChannelResult.Delivered with
        {
            Case = new NewCase
            {
                Key = item.Key,
                Queue = action[ActionContent.Queue] ?? "default",
                Priority = Enum.TryParse<CasePriority>(action[ActionContent.Priority], ignoreCase: true, out var priority) ? priority : CasePriority.Normal,
                Reason = action[ActionContent.Reason] ?? action.Policy,
                Policy = action.Policy,
                Journey = action.Journey,
                Correlation = action.Correlation,
                DueAt = DateTimeOffset.TryParse(action[ActionContent.DueAt], CultureInfo.InvariantCulture, out var due) ? due : action.ExpiresAt,
            },
        });
    }
}
