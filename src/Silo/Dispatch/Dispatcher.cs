using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Deliveries;
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
    IDeliveries deliveries,
    DispatchCompletion completion,
    IEnumerable<IActionChannel> channels,
    ICustomerEvents events,
    DispatchSignal signal,
    IOptions<DispatchOptions> options,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<Dispatcher> logger) : BackgroundService
{
    // A channel that has connections goes through them, whatever else would take it.
    private readonly IActionChannel[] _channels = [.. channels.OrderBy(c => c is not IConnectedChannel)];
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
        var connected = new Dictionary<IConnectedChannel, List<OutboxItem>>();
        foreach (var item in items)
        {
            var channel = Array.Find(_channels, c => c.Takes(item.Action));
            if (channel is IConnectedChannel leaves && (item.LeftBy is not null || !IsStale(item)))
            {
                (connected.TryGetValue(leaves, out var own) ? own : connected[leaves] = []).Add(item);
                continue;
            }

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
                immediate.Add(await OutcomeAsync(channel, item, () => channel.SendAsync(item, CancellationToken.None)));
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

        foreach (var (channel, own) in connected)
        {
            immediate.AddRange(await LeaveAsync(channel, [.. own], cancellationToken));
        }

        await CompleteAsync([.. immediate], items);
        return items.Length;
    }

    /// <summary>Sends through connections what may leave now; gives what comes of the rest.</summary>
    private async Task<List<DeliveryOutcome>> LeaveAsync(IConnectedChannel channel, ImmutableArray<OutboxItem> items, CancellationToken cancellationToken)
    {
        var plans = await channel.PlanAsync(items, cancellationToken);
        var staying = new List<DeliveryOutcome>();
        var leaving = new List<(OutboxItem Item, string Connection)>();
        for (var i = 0; i < items.Length; i++)
        {
            if (plans[i].Connection is not { } connection)
            {
                staying.Add(OutcomeOf(items[i], plans[i].Instead!));
            }
            else if (_perHost.AddOrUpdate(connection, 1, (_, n) => n + 1) > options.Value.SendingPerConnectionMax)
            {
                _perHost.AddOrUpdate(connection, 0, (_, n) => n - 1);
                staying.Add(Later(items[i]));
            }
            else
            {
                leaving.Add((items[i], connection));
            }
        }

        // Known before it leaves: who leases one of these after a crash knows that it may have been sent, and through which connection.
        try
        {
            await deliveries.BeginAsync(_owner, [.. leaving.Where(l => l.Item.LeftBy is null).Select(l => (l.Item.Action.Id, l.Connection))], CancellationToken.None);
        }
        catch
        {
            leaving.ForEach(l => _perHost.AddOrUpdate(l.Connection, 0, (_, n) => n - 1));
            throw;
        }

        foreach (var (item, connection) in leaving)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _sending[item.Action.Id] = SendAsync(channel, connection, item, started.Task, () => channel.SendAsync(item, connection, CancellationToken.None));
            started.SetResult();
        }

        return staying;
    }

    private Task SendAsync(IActionChannel channel, string host, OutboxItem item, Task started) =>
        SendAsync(channel, host, item, started, () => channel.SendAsync(item, CancellationToken.None));

    private async Task SendAsync(IActionChannel channel, string host, OutboxItem item, Task started, Func<Task<ChannelResult>> send)
    {
        await started;
        try
        {
            await CompleteAsync([await OutcomeAsync(channel, item, send)], [item]);
        }
        finally
        {
            _perHost.AddOrUpdate(host, 0, (_, n) => n - 1);
            _sending.TryRemove(item.Action.Id, out _);
            signal.Raise();
        }
    }

    private async Task<DeliveryOutcome> OutcomeAsync(IActionChannel channel, OutboxItem item, Func<Task<ChannelResult>> send)
    {
        using var span = Tracing.Send(item, channel);
        ChannelResult result;
        try
        {
            result = await send();
        }
#pragma warning disable CA1031 // A channel that breaks its word is tried again like one that is down.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogChannelFailed(logger, exception, item.Action.Id);
            result = new ChannelResult(ChannelOutcome.Retry, exception.Message, Uncertain: channel is IConnectedChannel);
        }

        span?.SetStatus(result.Outcome == ChannelOutcome.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error, result.Error);
        return OutcomeOf(item, result);
    }

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
