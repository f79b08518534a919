using System.Collections.Concurrent;
using CxOrchestrator.Hosting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Policies;

/// <summary>
/// Has policies that failed paused by the next set of documents. Until that is published they go on being asked, here as elsewhere: a silo that
/// left one out by itself would decide other than the others, and than a refold under the set that it stores with the decision.
/// </summary>
internal sealed partial class PolicySuspender(DocumentLife life, TimeProvider clock, ILogger<PolicySuspender> logger) : BackgroundService
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    // The newest of each policy: no more than a set has policies.
    private readonly ConcurrentDictionary<string, PolicyFault> _waiting = new(StringComparer.Ordinal);
    private readonly Signal _told = new();

    /// <summary>Returns at once and never throws.</summary>
    public void Add(PolicyFault fault)
    {
        _waiting[fault.Policy] = fault;
        _told.Raise();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _told.WaitAsync(stoppingToken);
            while (!await SuspendAsync(stoppingToken))
            {
                await Task.Delay(AgainAfter, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> SuspendAsync(CancellationToken stoppingToken)
    {
        var faults = _waiting.ToArray();
        try
        {
            var set = await life.SuspendAsync([.. faults.Select(f => f.Value)], stoppingToken);
            foreach (var fault in faults)
            {
                // Only what was looked at: a newer one of the same policy has its own turn.
                _waiting.TryRemove(fault);
            }

            if (set is not null)
            {
                var paused = set.Documents.Where(d => d is { Paused: true, Kind: DocumentKey.Policy } && faults.Any(f => f.Key == d.Id));
                LogSuspended(logger, string.Join(", ", paused.Select(d => d.Id)), set.Version);
            }

            return true;
        }
#pragma warning disable CA1031 // Whatever fails: it is tried again, and meanwhile the policy only fails.
        catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(logger, exception);
            return false;
        }
    }

    [LoggerMessage(2138, LogLevel.Error, "What failed is paused by definitions {Version}: policies {Policies}")]
    private static partial void LogSuspended(ILogger logger, string policies, int version);

    [LoggerMessage(2139, LogLevel.Error, "Policies that failed could not be paused; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
