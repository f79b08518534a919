using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>Has customers answer for their decided and held actions. A customer that fails waits with growing pauses; the others go on.</summary>
internal sealed partial class AdmissionPump(
    IOutbox outbox,
    IGrainFactory grains,
    DispatchSignal sending,
    IShares shares,
    IOptions<DispatchOptions> options,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<AdmissionPump> logger) : BackgroundService, IActionsWaiting
{
    private readonly Signal _waiting = new();
    private readonly FailingCustomers _failing = new(clock);

    private bool _decidedHere;

    /// <summary>Actions of failing customers that the last look passed over; the next one looks past as many.</summary>
    private int _passedOver;

    public void Notify()
    {
        Volatile.Write(ref _decidedHere, true);
        _waiting.Raise();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                // What was decided here need not wait until the silo whose share it is looks for it.
                more = await AskAsync(Interlocked.Exchange(ref _decidedHere, false) ? Share.Whole : shares.Current, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }

            if (!more)
            {
                await _waiting.WaitAsync(options.Value.LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>True where more may wait.</summary>
    private async Task<bool> AskAsync(Share share, CancellationToken cancellationToken)
    {
        var max = options.Value.BatchMax;
        var waiting = await outbox.WaitingAsync(share, journeyClock.GetUtcNow(), max + _passedOver, cancellationToken);
        var customers = waiting.GroupBy(w => w.Key, w => w.Action).Where(g => _failing.IsReady(g.Key)).ToList();
        var asked = customers.Sum(c => c.Count());
        _passedOver = waiting.Length - asked;
        await Parallel.ForEachAsync(
            customers,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.SendingMax, CancellationToken = cancellationToken },
            async (actions, _) => await AdmitAsync(actions.Key, [.. actions]));
        if (customers.Count > 0)
        {
            sending.Raise();
        }

        return asked >= max;
    }

    private async Task AdmitAsync(CustomerKey key, ImmutableArray<string> actions)
    {
        try
        {
            await grains.GetGrain<ICustomerGrain>(key.ToString()).AdmitAsync(actions);
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
