using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>
/// Brings documents into force that another silo or gateway published. It asks for one number, often: that needs no connection that lasts,
/// and a question that is not answered in time is asked again on another one.
/// </summary>
internal sealed partial class DefinitionRefresher(
    DefinitionHost definitions,
    IDefinitionStore store,
    DefinitionFreshness freshness,
    IOptions<ClusterNodeOptions> options,
    TimeProvider clock,
    ILogger<DefinitionRefresher> logger) : BackgroundService
{
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(stoppingToken);
                if (_failing)
                {
                    _failing = false;
                    LogAgain(logger, definitions.Current.Version);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Once, however long it lasts.
                if (!_failing)
                {
                    _failing = true;
                    LogFailed(logger, exception, options.Value.DefinitionsKnownFor);
                }
            }

            await Task.Delay(options.Value.DefinitionsEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RefreshAsync(CancellationToken stoppingToken)
    {
        var asked = clock.GetTimestamp();
        using var late = new CancellationTokenSource(options.Value.DefinitionsKnownFor, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stoppingToken);
        var newest = await store.ListAsync(1, either.Token) is [var set] ? set.Version : 0;
        if (newest > definitions.Current.Version)
        {
            await definitions.LoadAsync(stoppingToken);
        }

        // Without any, there is nothing to decide by.
        if (definitions.Current.Version > 0 && definitions.Current.Version >= newest)
        {
            freshness.Confirm(asked);
        }
    }

    [LoggerMessage(2125, LogLevel.Warning, "Whether newer documents were published cannot be learned; those published stay, and after {KnownFor} nothing is read until it can")]
    private static partial void LogFailed(ILogger logger, Exception exception, TimeSpan knownFor);

    [LoggerMessage(2126, LogLevel.Information, "Published documents are looked for again; version {Version} is published")]
    private static partial void LogAgain(ILogger logger, int version);
}
