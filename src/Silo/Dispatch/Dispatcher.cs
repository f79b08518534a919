using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Sends admitted actions: takes them under a lease, gives each to its channel, stores what came of it. A send whose outcome is not stored is
/// sent again when the lease ends, with the same id.
/// </summary>
internal sealed partial class Dispatcher(
    IOutbox outbox,
    DispatchCompletion completion,
    IEnumerable<IActionChannel> channels,
    ICustomerEvents events,
    DispatchSignal signal,
    IOptions<DispatchOptions> options,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<Dispatcher> logger) : BackgroundService
{
    private readonly IActionChannel[] _channels = [.. channels];
    private readonly ConcurrentDictionary<string, int> _perHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Task> _sending = new();

    /// <summary>Names this process's leases: a process that died holds none of them.</summary>
    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}/{clock.GetUtcNow().ToUnixTimeMilliseconds()}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var taken = 0;
            try
            {
                taken = await TakeAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                LogTakeFailed(logger, exception);
            }

            if (taken == 0)
            {
                await signal.WaitAsync(options.Value.LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // What is being sent is finished: its outcome would be unknown otherwise.
        await Task.WhenAll(_sending.Values);
    }

    private async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        var room = options.Value.SendingMax - _sending.Count;
        if (room <= 0)
        {
            var sending = _sending.Values;
            if (sending.Count > 0)
            {
                await Task.WhenAny(sending);
            }

            return 1;
        }

        var items = await outbox.LeaseAsync(_owner, clock.GetUtcNow(), options.Value.Lease, Math.Min(room, options.Value.BatchMax), cancellationToken);
        if (items.IsEmpty)
        {
            return 0;
        }

        var immediate = new List<DeliveryOutcome>();
        foreach (var item in items)
        {
            var channel = Array.Find(_channels, c => c.Takes(item.Action));
            var host = channel?.HostOf(item.Action) ?? "";
            if (channel is null)
            {
                immediate.Add(completion.Dead(item, $"No channel takes a {item.Action.Kind} for {item.Action.Channel}."));
            }
            else if (IsStale(item))
            {
                // Retries and replays reach past what admission checked.
                immediate.Add(Expired(item));
            }
            else if (host.Length == 0)
            {
                immediate.Add(await OutcomeAsync(channel, item));
            }
            else if (_perHost.AddOrUpdate(host, 1, (_, n) => n + 1) > options.Value.SendingPerHostMax)
            {
                _perHost.AddOrUpdate(host, 0, (_, n) => n - 1);
                immediate.Add(Later(item));
            }
            else
            {
                // Started once it is among those under way, so that its end finds it there.
                var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _sending[item.Action.Id] = SendAsync(channel, host, item, started.Task);
                started.SetResult();
            }
        }

        await CompleteAsync([.. immediate], items);
        return items.Length;
    }

    private async Task SendAsync(IActionChannel channel, string host, OutboxItem item, Task started)
    {
        await started;
        try
        {
            await CompleteAsync([await OutcomeAsync(channel, item)], [item]);
        }
        finally
        {
            _perHost.AddOrUpdate(host, 0, (_, n) => n - 1);
            _sending.TryRemove(item.Action.Id, out _);
            signal.Raise();
        }
    }

    private async Task<DeliveryOutcome> OutcomeAsync(IActionChannel channel, OutboxItem item)
    {
        using var span = Tracing.Send(item, channel);
        ChannelResult result;
        try
        {
            result = await channel.SendAsync(item, CancellationToken.None);
        }
#pragma warning disable CA1031 // A channel that breaks its word is tried again like one that is down.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogChannelFailed(logger, exception, item.Action.Id);
            result = new ChannelResult(ChannelOutcome.Retry, exception.Message);
        }

        span?.SetStatus(result.Outcome == ChannelOutcome.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error, result.Error);
        return result.Outcome switch
        {
            ChannelOutcome.Delivered => new DeliveryOutcome { Action = item.Action.Id, Status = ActionStatus.Delivered, At = journeyClock.GetUtcNow(), Case = result.Case },
            ChannelOutcome.Retry => completion.Failed(item, result.Error, result.RetryAfter),
            _ => completion.Dead(item, result.Error),
        };
    }

    // A system that could not be reached gets what it missed: retries of a webhook reach past the action's time.
    private bool IsStale(OutboxItem item) =>
        journeyClock.GetUtcNow() > item.Action.ExpiresAt && (item.Action.Kind != ActionKind.Webhook || item.Attempts == 0);

    private DeliveryOutcome Expired(OutboxItem item) => completion.Dead(
        item, string.Create(CultureInfo.InvariantCulture, $"It expired at {item.Action.ExpiresAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, before it was delivered.")) with
    {
        Postponed = true,
    };

    // The receiver is busy with as many as it gets; this costs no attempt.
    private DeliveryOutcome Later(OutboxItem item) => new()
    {
        Action = item.Action.Id,
        Status = ActionStatus.Admitted,
        At = journeyClock.GetUtcNow(),
        NextAttemptAt = clock.GetUtcNow() + TimeSpan.FromMilliseconds(200),
        Postponed = true,
    };

    private async Task CompleteAsync(ImmutableArray<DeliveryOutcome> outcomes, ImmutableArray<OutboxItem> items)
    {
        foreach (var outcome in (await completion.StoreAsync(_owner, outcomes, items)).Where(o => o.Status != ActionStatus.Admitted))
        {
            Tell(outcome, items.First(i => i.Action.Id == outcome.Action));
        }
    }

    private void Tell(DeliveryOutcome outcome, OutboxItem item)
    {
        // A test send is nothing that was done for the customer: no board and no timeline shows it.
        if (item.Action[ActionContent.Test] is not null)
        {
            return;
        }

        events.Changed(new ActionChange
        {
            Tenant = item.Key.Tenant,
            Customer = item.Key.Customer.Value,
            Action = outcome.Action,
            Kind = item.Action.Kind.ToString().ToLowerInvariant(),
            Policy = item.Action.Policy,
            Status = outcome.Status.ToString().ToLowerInvariant(),
            At = outcome.At,
        });
        if (outcome.Case is not null)
        {
            events.Changed(new CaseChange { Tenant = item.Key.Tenant, Customer = item.Key.Customer.Value, Case = outcome.Action, Status = "open" });
        }
    }

    [LoggerMessage(2311, LogLevel.Warning, "The outbox could not be read for sending; trying again")]
    private static partial void LogTakeFailed(ILogger logger, Exception exception);

    [LoggerMessage(2312, LogLevel.Warning, "The channel of action {Action} failed; it is tried again")]
    private static partial void LogChannelFailed(ILogger logger, Exception exception, string action);
}
