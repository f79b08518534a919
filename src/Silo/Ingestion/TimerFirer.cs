using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>
/// Fires customers' timers: only those due before the time that every partition has been read past, so that no backlog invents an absence.
/// A customer that fails waits with growing pauses while the others fire.
/// </summary>
internal sealed partial class TimerFirer(
    ITimerStore timers,
    ICustomers customers,
    IReadThrough read,
    IShares shares,
    IOptions<IngestionOptions> options,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<TimerFirer> logger,
    TimerFaults? faults = null) : BackgroundService
{
    private readonly FailingCustomers _failing = new(clock);

    /// <summary>Due timers of failing customers that the last look passed over; the next one looks past as many.</summary>
    private int _passedOver;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>Looks and fires until the token is cancelled, all of it on the scheduler that it is called on.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var full = false;
            try
            {
                full = await FireDueAsync(stoppingToken);
                faults?.LookFailed(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogLookFailed(logger, exception);
                faults?.LookFailed(true);
            }

            if (!full)
            {
                await Task.Delay(options.Value.TimersEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    /// <summary>True where more may be due.</summary>
    private async Task<bool> FireDueAsync(CancellationToken cancellationToken)
    {
        if (await read.ThroughAsync(cancellationToken) is not { } through)
        {
            return false;
        }

        var now = journeyClock.GetUtcNow();
        var upTo = through < now ? through : now;
        if (upTo == DateTimeOffset.MinValue)
        {
            return false;
        }

        var max = options.Value.TimersAtOnceMax;
        var due = await timers.DueAsync(shares.Current, upTo, clock.GetUtcNow(), max + _passedOver, cancellationToken);
        var ready = due.Where(d => _failing.IsReady(d.Key)).ToList();
        _passedOver = due.Length - ready.Count;
        await Parallel.ForEachAsync(
            ready,
            new ParallelOptions { MaxDegreeOfParallelism = max, CancellationToken = cancellationToken, TaskScheduler = TaskScheduler.Current },
            async (timer, _) => await FireAsync(timer.Key, upTo));
        faults?.Failing(_failing.Count);
        return ready.Count >= max;
    }

    private async Task FireAsync(CustomerKey key, DateTimeOffset upTo)
    {
        try
        {
            await customers[key.ToString()].FireAsync(upTo);
            _failing.Succeeded(key);
        }
#pragma warning disable CA1031 // One customer's failure is its own.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFireFailed(logger, exception);
            _failing.Failed(key);
        }
    }

    [LoggerMessage(2111, LogLevel.Warning, "Due timers could not be looked for; trying again")]
    private static partial void LogLookFailed(ILogger logger, Exception exception);

    [LoggerMessage(2112, LogLevel.Warning, "A customer's timers could not fire; trying again later")]
    private static partial void LogFireFailed(ILogger logger, Exception exception);
}
