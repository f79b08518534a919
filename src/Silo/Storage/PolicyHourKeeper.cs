using CxOrchestrator.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Storage;

/// <summary>Removes hours of policies that nobody looks at any more.</summary>
internal sealed partial class PolicyHourKeeper(
    IPolicyFigures figures, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock, ILogger<PolicyHourKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await figures.TrimAsync(journeyClock.GetUtcNow() - IPolicyFigures.KeptFor, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }

            await Task.Delay(TrimEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(2131, LogLevel.Warning, "Old hours of policies could not be removed; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
