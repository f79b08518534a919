using System.Diagnostics.Metrics;
using CxOrchestrator.Hosting;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>Reads the partitions that the group gives to this process, with one consumer; one that fails is recreated after a pause.</summary>
internal sealed partial class KafkaSource(
    IOptions<KafkaOptions> options,
    IProgressStore store,
    KafkaAdmin admin,
    TopicNames names,
    DeadLetterTopic deadLetters,
    RestoreCheck restored,
    IMeterFactory meters,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<KafkaSource> logger) : ITouchpointSource
{
    private readonly Counter<long> _wrongKeys = meters.Create(TelemetryNames.Product)
        .CreateCounter<long>(TelemetryNames.WrongKeys, "{touchpoint}", "Records whose key is not the id of their customer.");

    private volatile int _partitions;

    public int Partitions => _partitions;

    public async Task RunAsync(Func<ILogPartition, CancellationToken, Task> reader, CancellationToken cancellationToken)
    {
        var services = new PartitionServices(options.Value, store, admin, deadLetters, _wrongKeys, journeyClock, clock);
        foreach (var topic in options.Value.Topics)
        {
            // A series that begins at 0: the first one is seen to come.
            _wrongKeys.Add(0, new KeyValuePair<string, object?>(TelemetryNames.Log, topic));
        }

        var pause = options.Value.RestartPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var begun = clock.GetTimestamp();
            try
            {
                await CheckAsync(cancellationToken);
                using var session = new ConsumerSession(services, names, reader, known => _partitions = known, logger, cancellationToken);
                await session.RunAsync();
            }
            catch (RestartException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (RestartException restart)
            {
                // One that ran for long failed for another reason than the one before.
                pause = clock.GetElapsedTime(begun) > options.Value.RestartPauseMax ? options.Value.RestartPause : pause;
                LogRestart(logger, restart, restart.Message, pause);
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < options.Value.RestartPauseMax ? pause * 2 : options.Value.RestartPauseMax;
            }
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await restored.CheckAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Brokers or store do not answer: reading begins once they do.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new RestartException("It could not be found out whether the database is an older one.", exception);
        }
    }

    [LoggerMessage(2030, LogLevel.Warning, "{Why} The consumer is recreated in {Pause}")]
    private static partial void LogRestart(ILogger logger, Exception exception, string why, TimeSpan pause);
}
