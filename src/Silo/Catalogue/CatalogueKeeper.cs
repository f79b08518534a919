using CxOrchestrator.Hosting;
using CxOrchestrator.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Catalogue;

/// <summary>Stores every few seconds what was gathered, and removes hours that nobody looks at any more.</summary>
internal sealed partial class CatalogueKeeper(
    CatalogueGatherer gatherer, IEventCatalogue catalogue, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock, ILogger<CatalogueKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var trimmed = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TellEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TellAsync();
            if (clock.GetElapsedTime(trimmed) > TrimEvery)
            {
                trimmed = clock.GetTimestamp();
                await TrimAsync(stoppingToken);
            }
        }
    }

    private async Task TellAsync()
    {
        var seen = gatherer.Take();
        try
        {
            if (!seen.IsEmpty)
            {
                await catalogue.AddAsync(seen, CancellationToken.None);
            }
        }
#pragma warning disable CA1031 // Whatever fails: it is stored with the next.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            gatherer.Return(seen);
            LogUntold(logger, exception);
        }
    }

    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catalogue.TrimAsync(journeyClock.GetUtcNow() - IEventCatalogue.HoursKeptFor, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogUntold(logger, exception);
        }
    }

    [LoggerMessage(2137, LogLevel.Warning, "The event catalogue could not be written; trying again")]
    private static partial void LogUntold(ILogger logger, Exception exception);
}
