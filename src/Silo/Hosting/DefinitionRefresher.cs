using CxOrchestrator.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>Brings documents into force that another silo or gateway published.</summary>
internal sealed partial class DefinitionRefresher(
    DefinitionHost definitions, IDefinitionStore store, IOptions<ClusterNodeOptions> options, TimeProvider clock, ILogger<DefinitionRefresher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if ((await store.ListAsync(1, stoppingToken)).FirstOrDefault() is { } newest && newest.Version > definitions.Current.Version)
                {
                    await definitions.LoadAsync(stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }

            await Task.Delay(options.Value.DefinitionsEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(2125, LogLevel.Warning, "Published documents could not be looked for; those in force stay")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
