using CxOrchestrator.Hosting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>
/// Loads documents that another silo or gateway published. It asks for one number, often: that needs no connection that lasts,
/// and a question that is not answered in time is asked again on another one.
/// </summary>
internal sealed partial class DefinitionRefresher(
    DefinitionHost definitions,
    IDefinitionStore store,
    DefinitionFreshness freshness,
    IOptions<ClusterNodeOptions> options,
    TimeProvider clock,
    ILogger<DefinitionRefresher> logger) : RepeatedWork(clock)
{
    protected override TimeSpan Interval => options.Value.DefinitionsEvery;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception, options.Value.DefinitionsKnownFor);

    protected override void OnRecovered() => LogAgain(logger, definitions.Current.Version);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var asked = Clock.GetTimestamp();
        using var late = new CancellationTokenSource(options.Value.DefinitionsKnownFor, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var newest = await store.ListAsync(1, either.Token) is [var set] ? set.Version : 0;
        if (newest > definitions.Current.Version)
        {
            await definitions.LoadAsync(cancellationToken);
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
