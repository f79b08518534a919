using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
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
    private readonly ConcurrentDictionary<string, Task> _sending = new();

    /// <summary>Names this process's leases: a process that died holds none of them.</summary>
    private readonly string _owner = $"{Environment.MachineName}/{Environment.ProcessId}/{clock.GetUtcNow().ToUnixTimeMilliseconds()}";

    private OutcomeBatches Outcomes => field ??= new OutcomeBatches(CompleteAsync);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (taken, at) = (0, clock.GetUtcNow());
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
                IdleSince = at;
                await signal.WaitAsync(_wakeTimes.WaitAfter(clock.GetUtcNow(), options.Value.LookEvery), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // What is being sent is finished: its outcome would be unknown otherwise.
        await Task.WhenAll(_sending.Values);
    }

    private async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        var size = LeaseSize();
        if (size == 0)
        {
            await signal.WaitAsync(ShareWithin, clock, cancellationToken);
            return 1;
        }

        var items = await outbox.LeaseAsync(_owner, clock.GetUtcNow(), options.Value.Lease, size, cancellationToken);
        if (items.Length < size)
        {
            ForgetFull();
        }

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
            else if (_hosts.Take(host) is { } wait)
            {
                immediate.Add(Later(item, wait));
            }
            else
            {
                // Started once it is among those under way, so that its end finds it there.
                var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _sending[item.Action.Id] = SendAsync(
                    channel, item, started.Task, () => channel.SendAsync(item, CancellationToken.None), () => _hosts.Release(host));
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
            else if (_connections.Take(connection) is { } wait)
            {
                staying.Add(Later(items[i], wait));
            }
            else
            {
                leaving.Add((items[i], connection));
            }
        }

        staying.ForEach(WakeFor);

        // Known before it leaves: who leases one of these after a crash knows that it may have been sent, and through which connection.
        try
        {
            await deliveries.BeginAsync(_owner, [.. leaving.Where(l => l.Item.LeftBy is null).Select(l => (l.Item.Action.Id, l.Connection))], CancellationToken.None);
        }
        catch
        {
            leaving.ForEach(l => _connections.Release(l.Connection));
            throw;
        }

        foreach (var (item, connection) in leaving)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _sending[item.Action.Id] = SendAsync(
                channel, item, started.Task, () => channel.SendAsync(item, connection, CancellationToken.None), () => _connections.Release(connection));
            started.SetResult();
        }

        return staying;
    }

    private void WakeFor(DeliveryOutcome outcome)
    {
        if (outcome.NextAttemptAt is { } due)
        {
            _wakeTimes.Add(due, clock.GetUtcNow());
        }
    }

    private async Task SendAsync(IActionChannel channel, OutboxItem item, Task started, Func<Task<ChannelResult>> send, Action release)
    {
        await started;
        try
        {
            DeliveryOutcome outcome;
            try
            {
                outcome = await OutcomeAsync(channel, item, send);
            }
            finally
            {
                // The receiver has answered: it can take the next one while this outcome is stored.
                release();
            }

            WakeFor(outcome);
            await Outcomes.AddAsync(outcome, item);
        }
        finally
        {
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

    private async Task CompleteAsync(ImmutableArray<DeliveryOutcome> outcomes, ImmutableArray<OutboxItem> items)
    {
        var byId = items.ToDictionary(i => i.Action.Id, StringComparer.Ordinal);
        foreach (var outcome in (await completion.StoreAsync(_owner, outcomes, items)).Where(o => o.Status != ActionStatus.Admitted))
        {
            Tell(outcome, byId[outcome.Action]);
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
