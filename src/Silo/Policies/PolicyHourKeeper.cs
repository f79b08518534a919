using CxOrchestrator.Hosting;
using CxOrchestrator.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Policies;

/// <summary>Removes hours of policies that nobody looks at any more.</summary>
internal sealed partial class PolicyHourKeeper(
    IPolicyFigures figures, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock, ILogger<PolicyHourKeeper> logger) : RepeatedWork(clock)
{
    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    protected override TimeSpan Interval => TrimEvery;

    public override Task RunAsync(CancellationToken cancellationToken) => figures.TrimAsync(journeyClock.GetUtcNow() - IPolicyFigures.KeptFor, cancellationToken);

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    [LoggerMessage(2131, LogLevel.Warning, "Old hours of policies could not be removed; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
