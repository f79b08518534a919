using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Live;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Has customers answer for their decided and held actions. What was decided on this silo is asked at once; the outbox is looked through for
/// the rest of this silo's share: held actions whose time has come, and what a silo that is gone left behind. A customer that fails waits
/// with growing pauses; the others go on.
/// </summary>
internal sealed partial class AdmissionPump(
    IOutbox outbox,
    ICustomers customers,
    DispatchSignal sending,
    IShares shares,
    IOptions<DispatchOptions> options,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<AdmissionPump> logger) : BackgroundService, IActionsWaiting
{
    /// <summary>Most customers whose new actions are kept in mind; beyond it the next look finds them.</summary>
    private const int DecidedMax = 10_000;

    private readonly Signal _waiting = new();
    private readonly ConcurrentQueue<(CustomerKey Key, ImmutableArray<string> Actions)> _decided = new();
    private readonly FailingCustomers _failing = new(clock);
    private long? _lookedAt;

    /// <summary>Actions of failing customers that the last look passed over; the next one looks past as many.</summary>
    private int _passedOver;

    public void Notify(CustomerKey key, ImmutableArray<string> actions)
    {
        if (_decided.Count < DecidedMax)
        {
            _decided.Enqueue((key, actions));
        }

        _waiting.Raise();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>Asks until the token is cancelled, all of it on the scheduler that it is called on.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                // A look comes when it is due, however much is decided here.
                more = _lookedAt is { } at && clock.GetElapsedTime(at) < options.Value.LookEvery
                    ? await AskDecidedAsync(stoppingToken)
                    : await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }

            if (!more && _decided.IsEmpty)
            {
                await _waiting.WaitAsync(options.Value.LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private async Task<bool> AskDecidedAsync(CancellationToken cancellationToken)
    {
        var customers = new List<(CustomerKey Key, ImmutableArray<string> Actions)>();
        while (customers.Count < options.Value.BatchMax && _decided.TryDequeue(out var next))
        {
            if (_failing.IsReady(next.Key))
            {
                customers.Add(next);
            }
        }

        await AskAsync(customers, cancellationToken);
        return customers.Count > 0;
    }

    /// <summary>True where more may wait.</summary>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        // Even where it fails: what was decided here is asked in between.
        _lookedAt = clock.GetTimestamp();
        var max = options.Value.BatchMax;
        var waiting = await outbox.WaitingAsync(shares.Current, journeyClock.GetUtcNow(), max + _passedOver, cancellationToken);
        var customers = waiting.GroupBy(w => w.Key, w => w.Action).Where(g => _failing.IsReady(g.Key)).Select(g => (g.Key, Actions: g.ToImmutableArray())).ToList();
        var asked = customers.Sum(c => c.Actions.Length);
        _passedOver = waiting.Length - asked;
        await AskAsync(customers, cancellationToken);
        if (asked >= max)
        {
            _lookedAt = null;
        }

        return asked >= max;
    }

    private async Task AskAsync(List<(CustomerKey Key, ImmutableArray<string> Actions)> customers, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            customers,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.SendingMax, CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current },
            async (customer, _) => await AdmitAsync(customer.Key, customer.Actions));
        if (customers.Count > 0)
        {
            sending.Raise();
        }
    }

    private async Task AdmitAsync(CustomerKey key, ImmutableArray<string> actions)
    {
        try
        {
            await customers[key.ToString()].AdmitAsync(actions);
            _failing.Succeeded(key);
        }
#pragma warning disable CA1031 // One customer's failure is its own.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogCustomerFailed(logger, exception);
            _failing.Failed(key);
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "The outbox could not be read for admission; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(2302, LogLevel.Warning, "A customer could not answer for its actions; trying again later")]
    private static partial void LogCustomerFailed(ILogger logger, Exception exception);
}

/// <summary>Raised when admitted actions may wait for the dispatcher.</summary>
internal sealed class DispatchSignal
{
    private readonly Signal _signal = new();

    public void Raise() => _signal.Raise();

    public Task WaitAsync(TimeSpan wait, TimeProvider clock, CancellationToken cancellationToken) => _signal.WaitAsync(wait, clock, cancellationToken);
}
