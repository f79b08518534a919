using System.Globalization;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>What an answer of a channel is in the outbox.</summary>
internal sealed partial class Dispatcher
{
    private DeliveryOutcome OutcomeOf(OutboxItem item, ChannelResult result) => result.Outcome switch
    {
        ChannelOutcome.Delivered => Done(item, ActionStatus.Delivered, result),
        ChannelOutcome.Unknown => Done(item, ActionStatus.Unknown, result) with { Error = result.Error },
        ChannelOutcome.Retry => completion.Failed(item, result.Error, result.RetryAfter, result.Uncertain),
        ChannelOutcome.Later => Later(item, result.RetryAfter) with { Error = result.Error, Uncertain = result.Uncertain || item.LeftBy is not null },
        _ => completion.Dead(item, result.Error),
    };

    private DeliveryOutcome Done(OutboxItem item, ActionStatus status, ChannelResult result) =>
        new() { Action = item.Action.Id, Status = status, At = journeyClock.GetUtcNow(), Case = result.Case, Delivery = result.Delivery };

    // A system that could not be reached gets what it missed: retries of a webhook reach past the action's time.
    private bool IsStale(OutboxItem item) =>
        journeyClock.GetUtcNow() > item.Action.ExpiresAt && (item.Action.Kind != ActionKind.Webhook || item.Attempts == 0);

    private DeliveryOutcome Expired(OutboxItem item) => completion.Dead(
        item, string.Create(CultureInfo.InvariantCulture, $"It expired at {item.Action.ExpiresAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, before it was delivered.")) with
    {
        Postponed = true,
    };

    // The receiver is busy with as many as it gets; this costs no attempt.
    private DeliveryOutcome Later(OutboxItem item, TimeSpan? after = null) => new()
    {
        Action = item.Action.Id,
        Status = ActionStatus.Admitted,
        At = journeyClock.GetUtcNow(),
        NextAttemptAt = clock.GetUtcNow() + (after ?? TimeSpan.FromMilliseconds(200)),
        Postponed = true,
        Uncertain = item.LeftBy is not null,
    };
}
