using System.Collections.Concurrent;
using CxOrchestrator.Api.Operations;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Hosting;

/// <summary>Writes a line when a check of the health becomes worse or better, and none while it stays as it is.</summary>
public sealed partial class HealthLog(ILogger<HealthLog> logger)
{
    private const string Healthy = "healthy";

    private readonly ConcurrentDictionary<string, string> _last = new(StringComparer.Ordinal);

    public void Note(IEnumerable<HealthCheckView> checks)
    {
        foreach (var check in checks)
        {
            var before = _last.GetValueOrDefault(check.Name, Healthy);
            _last[check.Name] = check.Status;
            if (before == check.Status)
            {
                continue;
            }

            if (check.Status == Healthy)
            {
                LogBetter(logger, check.Name);
            }
            else
            {
                LogWorse(logger, check.Name, check.Status, check.Detail);
            }
        }
    }

    [LoggerMessage(2151, LogLevel.Warning, "{Check} is {Status}: {Detail}")]
    private static partial void LogWorse(ILogger logger, string check, string status, string? detail);

    [LoggerMessage(2152, LogLevel.Information, "{Check} is healthy again")]
    private static partial void LogBetter(ILogger logger, string check);
}
