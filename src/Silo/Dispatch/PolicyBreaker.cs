using System.Globalization;
using System.Threading.Channels;
using CxOrchestrator.Silo.Live;
using CxOrchestrator.Silo.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Stops a policy of which more was admitted in an hour than its breaker lets pass. The hour's limit holds its actions by itself: where
/// stopping it fails, the next action that meets the limit reports it again. A person resumes it.
/// </summary>
internal sealed partial class PolicyBreaker(IGuardSwitches switches, ILogger<PolicyBreaker> logger, AuditWriter? audit = null) : BackgroundService, IPolicyOverruns
{
    /// <summary>Who stopped it, where nobody did.</summary>
    public const string Name = "breaker";

    /// <summary>Most policies that wait to be stopped; one beyond them is reported again by its next action.</summary>
    private const int WaitingMax = 100;

    private readonly Channel<(string Policy, long Most)> _waiting = Channel.CreateBounded<(string, long)>(new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<string, DateTimeOffset> _stoppedAt = new(StringComparer.Ordinal);

    public void Notify(string policy, long most) => _waiting.Writer.TryWrite((policy, most));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (policy, most) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                var why = string.Create(CultureInfo.InvariantCulture, $"more than {most:N0} actions in an hour, far above what is usual at that time");
                var state = await switches.SetPolicyAsync(policy, stopped: true, Name, why, stoppingToken);

                // Every action beyond the limit tells of it; the trail has it once.
                if (state.By == Name && _stoppedAt.GetValueOrDefault(policy) != state.ChangedAt)
                {
                    _stoppedAt[policy] = state.ChangedAt;
                    audit?.Add(new AuditEntry { By = Name, Action = AuditActions.PolicyStopped, Kind = DocumentKey.Policy, Id = policy, Detail = why });
                    LogStopped(logger, policy, most);
                }
            }
#pragma warning disable CA1031 // Whatever fails: the limit holds, and the next action reports it again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception, policy);
            }
        }
    }

    [LoggerMessage(2303, LogLevel.Warning, "Policy {Policy} is stopped: more than {Most} of its actions were admitted in an hour")]
    private static partial void LogStopped(ILogger logger, string policy, long most);

    [LoggerMessage(2304, LogLevel.Error, "Policy {Policy} could not be stopped; its next action tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception, string policy);
}
