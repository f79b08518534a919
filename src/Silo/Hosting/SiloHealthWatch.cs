using CxOrchestrator.Hosting;
using Microsoft.Extensions.Hosting;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>Looks at a silo's health although nobody asks, so that the log says when a check changes.</summary>
internal sealed class SiloHealthWatch(IServiceProvider services, HealthLog log, IHostApplicationLifetime lifetime, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // While it starts and while it stops, what is missing is on its way.
                if (lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    log.Note(await SiloHealth.ChecksAsync(services, stoppingToken));
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
