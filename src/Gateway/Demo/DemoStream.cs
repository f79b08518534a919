using System.Collections.Immutable;
using CxOrchestrator.Rules.Simulation.Shop;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Demo;

/// <summary>Streams the synthetic shop into the log, as it happens there.</summary>
internal sealed partial class DemoStream(
    DemoClock shopClock, ITouchpointLog log, IReadThrough read, IOutbox outbox, IOptions<DemoOptions> options, TimeProvider clock, ILogger<DemoStream> logger) : BackgroundService
{
    // The past passes so fast that a slow machine would send its messages too late to be sent at all.
    private const int WaitingMax = 50;
    private static readonly TimeSpan BehindMax = TimeSpan.FromHours(12);
    private static readonly TimeSpan StandsAtMost = TimeSpan.FromMinutes(2);

    private const int BatchMax = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seconds = shopClock.Start.ToUnixTimeSeconds();
        var shop = new SyntheticShop(
            new ShopSettings
            {
                Customers = options.Value.Customers,

                // Another start is another shop: its touchpoints and orders are not those of the last one.
                Seed = (int)(seconds % int.MaxValue),
                FirstOrder = seconds % 10_000_000 * 100,
            },
            shopClock.Start);
        shopClock.Run();
        LogStarted(logger, options.Value.Customers, options.Value.PastDays, options.Value.PastIn.TotalSeconds, TimeSpan.FromDays(1) / options.Value.Day);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await PaceAsync(stoppingToken);
                var batch = Take(shop);
                if (batch.IsEmpty)
                {
                    await Task.Delay(LookEvery, clock, stoppingToken);
                }
                else
                {
                    await AppendAsync(batch, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The shop closes.
        }
    }

    private async Task PaceAsync(CancellationToken cancellationToken)
    {
        if (shopClock.Hurry > 1 && shopClock.Stood < StandsAtMost && await IsBehindAsync(cancellationToken))
        {
            shopClock.Stand();
        }
        else
        {
            shopClock.Resume();
        }
    }

    private async Task<bool> IsBehindAsync(CancellationToken cancellationToken)
    {
        var now = shopClock.GetUtcNow();
        return now - await read.ThroughAsync(cancellationToken) > BehindMax || (await outbox.WaitingAsync(Share.Whole, now, WaitingMax, cancellationToken)).Length == WaitingMax;
    }

    private ImmutableArray<LogItem> Take(SyntheticShop shop)
    {
        var now = shopClock.GetUtcNow();
        var batch = ImmutableArray.CreateBuilder<LogItem>();
        while (batch.Count < BatchMax && shop.NextAt <= now)
        {
            var touchpoint = shop.Next();
            batch.Add(new LogItem { Customer = touchpoint.Customer, Source = touchpoint.Identity.Source, Body = TouchpointJson.Write(touchpoint) });
        }

        return batch.ToImmutable();
    }

    private async Task AppendAsync(ImmutableArray<LogItem> batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            try
            {
                await log.AppendAsync(batch, cancellationToken);
                return;
            }
            catch (LogBusyException busy)
            {
                wait = busy.RetryAfter;
            }
            catch (LogFullException full)
            {
                wait = full.RetryAfter;
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    [LoggerMessage(3301, LogLevel.Information, "The synthetic shop opens: {Customers} customers; {PastDays} days pass within {Seconds} s, then time runs {Speed} times as fast")]
    private static partial void LogStarted(ILogger logger, int customers, int pastDays, double seconds, double speed);
}
