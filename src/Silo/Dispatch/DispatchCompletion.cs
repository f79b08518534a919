using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Makes outcomes of sends and stores them. Where a batch cannot be stored, each outcome is tried apart, and one that the store refuses counts as
/// a failed attempt: it holds no other, is tried again with a pause, and is dead after its attempts.
/// </summary>
internal sealed partial class DispatchCompletion(
    IOutbox outbox,
    DispatchFaults faults,
    IOptions<DispatchOptions> options,
    IOptions<WebhookOptions> webhooks,
    IEnumerable<IActionChannel> channels,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<DispatchCompletion> logger)
{
    /// <summary>Outcomes of a batch that may fail in both forms before the store counts as down; the rest waits for the lease to end.</summary>
    private const int FailuresMax = 3;

    /// <summary>An attempt that failed: admitted again after a pause, or dead where it was the last.</summary>
    /// <param name="item">The action.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="retryAfter">When the receiver wants to be asked again; null: it did not say.</param>
    /// <param name="uncertain">It may have been sent, so one that was tried as often as it may be is not dead but unknown.</param>
    public DeliveryOutcome Failed(OutboxItem item, string? error, TimeSpan? retryAfter = null, bool uncertain = false) => item.Attempts + 1 >= AttemptsMax(item)
        ? Dead(item, error) with { Status = uncertain ? ActionStatus.Unknown : ActionStatus.Dead }
        : new DeliveryOutcome
        {
            Action = item.Action.Id,
            Status = ActionStatus.Admitted,
            At = journeyClock.GetUtcNow(),
            NextAttemptAt = clock.GetUtcNow() + Pause(item, retryAfter),
            Error = error,
            Uncertain = uncertain,
        };

    public DeliveryOutcome Dead(OutboxItem item, string? error) => new()
    {
        Action = item.Action.Id,
        Status = ActionStatus.Dead,
        At = journeyClock.GetUtcNow(),
        Error = error,
    };

    /// <summary>Stores outcomes; gives those that were stored, as they were. The others are sent again when the lease ends, with the same ids.</summary>
    /// <param name="owner">Whose lease the actions have.</param>
    /// <param name="outcomes">At most one for an action.</param>
    /// <param name="items">The actions.</param>
    public async Task<ImmutableArray<DeliveryOutcome>> StoreAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, ImmutableArray<OutboxItem> items)
    {
        if (outcomes.IsEmpty || await TryAsync(owner, outcomes) is not { } batchFault)
        {
            return outcomes;
        }

        var stored = ImmutableArray.CreateBuilder<DeliveryOutcome>();
        var failures = 0;
        foreach (var outcome in outcomes)
        {
            var fault = await TryAsync(owner, [outcome]);
            var kept = outcome;
            if (fault is not null)
            {
                var item = items.First(i => i.Action.Id == outcome.Action);
                kept = Refused(item, outcome, fault);
                if (await TryAsync(owner, [kept]) is not null)
                {
                    if (++failures == FailuresMax)
                    {
                        break;
                    }

                    continue;
                }

                faults.Add(outcome.Action);
                LogRefused(logger, fault, outcome.Action);
            }

            stored.Add(kept);
        }

        if (stored.Count < outcomes.Length)
        {
            LogCompleteFailed(logger, batchFault, outcomes.Length - stored.Count);
        }

        return stored.ToImmutable();
    }

    private DeliveryOutcome Refused(OutboxItem item, DeliveryOutcome outcome, Exception fault)
    {
        var error = $"Its outcome could not be stored: {fault.Message}";

        // What left is not sent again because its outcome could not be stored: it is asked for, or marked as unknown.
        return outcome.Status == ActionStatus.Dead ? Dead(item, error) with { Postponed = outcome.Postponed } : Failed(item, error, uncertain: outcome.Delivery is not null || outcome.Uncertain);
    }

    private async Task<Exception?> TryAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes)
    {
        try
        {
            await outbox.CompleteAsync(owner, outcomes, CancellationToken.None);
            return null;
        }
#pragma warning disable CA1031 // Each outcome is tried apart; then the lease ends.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    // Doubling, with a quarter of spread that the id decides: many that failed together do not come back together.
    private TimeSpan Pause(OutboxItem item, TimeSpan? asked)
    {
        var doubled = options.Value.RetryPause * Math.Pow(2, Math.Min(item.Attempts, 30));
        var spread = 1 + (XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(item.Action.Id)) % 1000 / 4000.0);
        var pause = doubled * spread;
        pause = asked > pause ? asked.Value : pause;
        var longest = ReachesFar(item) ? webhooks.Value.RetryPauseMax : options.Value.RetryPauseMax;
        return pause < longest ? pause : longest;
    }

    private int AttemptsMax(OutboxItem item) => ReachesFar(item) ? webhooks.Value.AttemptsMax : options.Value.AttemptsMax;

    // Systems of others may be away for hours: what goes to them is tried for a day.
    private bool ReachesFar(OutboxItem item) => item.Action.Kind == ActionKind.Webhook || channels.Any(c => c is IConnectedChannel && c.Takes(item.Action));

    [LoggerMessage(2313, LogLevel.Warning, "The outcomes of {Count} sends could not be stored; they are sent again with the same ids")]
    private static partial void LogCompleteFailed(ILogger logger, Exception exception, int count);

    [LoggerMessage(2314, LogLevel.Error, "The store refused the outcome of action {Action}; it counts as a failed attempt")]
    private static partial void LogRefused(ILogger logger, Exception exception, string action);
}
