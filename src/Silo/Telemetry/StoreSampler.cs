using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using CxOrchestrator.Hosting;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Silo.Live;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Telemetry;

/// <summary>
/// Gauges. How far this process has read is at hand; what only the store knows is read from it now and then by the first silo of the cluster,
/// for all, and only while somebody asks for metrics.
/// </summary>
internal sealed partial class StoreSampler : BackgroundService
{
    /// <summary>Not asked for that long, nobody watches.</summary>
    private static readonly TimeSpan UnwatchedAfter = TimeSpan.FromMinutes(3);

    private const string KafkaPrefix = "kafka:";

    private readonly SiloMetrics _metrics;
    private readonly IStoreFigures _store;
    private readonly ILogLag _log;
    private readonly IReadThrough _read;
    private readonly IShares _shares;
    private readonly ReadProgress _progress;
    private readonly TelemetryOptions _options;
    private readonly TimeProvider _journeyClock;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private long _askedAt;
    private volatile Sample? _sample;

    public StoreSampler(
        SiloMetrics metrics,
        IStoreFigures store,
        ILogLag log,
        IReadThrough read,
        IShares shares,
        ReadProgress progress,
        CommitTimes commits,
        LiveRelay relay,
        IOptions<TelemetryOptions> options,
        [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
        TimeProvider clock,
        ILogger<StoreSampler> logger)
    {
        _metrics = metrics;
        (_store, _log, _read, _shares, _progress) = (store, log, read, shares, progress);
        (_options, _journeyClock, _clock, _logger) = (options.Value, journeyClock, clock, logger);
        _askedAt = clock.GetTimestamp();
        commits.Observer = metrics.Transaction;
        Watch(metrics.Meter, relay);
    }

    /// <summary>Reads the figures now, for all who ask until the next time.</summary>
    internal async Task SampleAsync(CancellationToken cancellationToken)
    {
        var now = _journeyClock.GetUtcNow();
        var figures = await _store.ReadAsync(now, await _read.ThroughAsync(cancellationToken), cancellationToken);
        _sample = new Sample(figures, await _log.ReadAsync(cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _metrics.Begin();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_shares.Current.Index != 0)
                {
                    // Another silo tells it.
                    _sample = null;
                }
                else if (_clock.GetElapsedTime(Volatile.Read(ref _askedAt)) < UnwatchedAfter)
                {
                    await SampleAsync(stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Nothing rather than something old: who watches sees that it is missing.
                _sample = null;
                LogFailed(_logger, exception);
            }

            await Task.Delay(_options.SampleEvery, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Watch(Meter meter, LiveRelay relay)
    {
        meter.CreateObservableCounter(TelemetryNames.LiveConflated, () => relay.Conflated, "{change}", "Changes that a later one of the same customer replaced before they were sent to gateways.");
        meter.CreateObservableCounter(TelemetryNames.LiveLost, () => relay.Lost, "{change}", "Changes dropped because there were too many; gateways read again.");
        meter.CreateObservableGauge(TelemetryNames.PartitionsRead, () => _progress.Partitions, "{partition}", "Partitions of the log read by this process.");
        meter.CreateObservableGauge(TelemetryNames.LagTime, LagTimes, "s", "How far back in time a partition is read and applied, where this process reads it.");
        meter.CreateObservableGauge(TelemetryNames.Lag, Lags, "{record}", "Records of a partition that are not applied yet.");

        Gauge(meter, TelemetryNames.LedgerWaiting, "{touchpoint}", "Touchpoints received and not yet applied, duplicate or rejected, by the ledger.", s => s.LedgerWaiting);
        Gauge(meter, TelemetryNames.LedgerDifference, "{touchpoint}", "What waits by the ledger less what waits by the log: 0 at rest, below it under load, above it never.", s => s.LedgerDifference);
        Gauge(meter, TelemetryNames.OldestTouchpoint, "s", "Age of the oldest touchpoint that is not applied yet.", s => Age(s.OldestTouchpointAt));
        Gauge(meter, TelemetryNames.OldestAction, "s", "Age of the oldest action that waits for admission or to be sent.", s => Age(s.OldestActionAt));
        Gauge(meter, TelemetryNames.DeadLettersWaiting, "{letter}", "Dead letters that were not replayed.", s => s.DeadLettersWaiting);
        Gauge(meter, TelemetryNames.TimersArmed, "{timer}", "Customers with a timer.", s => s.TimersArmed);
        Gauge(meter, TelemetryNames.TimersHeld, "{timer}", "Due timers that wait for partitions to be read past their time.", s => s.TimersHeld);
        Gauge(meter, TelemetryNames.CasesOpen, "{case}", "Cases that are not completed.", s => s.CasesOpen);
        Gauge(meter, TelemetryNames.Customers, "{customer}", "Customers known.", s => s.Customers);
        Gauge(meter, TelemetryNames.AtRisk, "{customer}", "Customers at risk.", s => s.AtRisk);
        Gauge(meter, TelemetryNames.SendingStopped, "", "1 while all sending is stopped.", s => s.SendingStopped ? 1 : 0);
        meter.CreateObservableGauge(TelemetryNames.Actions, Actions, "{action}", "Actions in the outbox that are not done, by status.");
    }

    private void Gauge(Meter meter, string name, string unit, string description, Func<StoreFigures, double> value) =>
        meter.CreateObservableGauge(name, () => Asked() is { } sample ? [new Measurement<double>(value(sample.Figures))] : Array.Empty<Measurement<double>>(), unit, description);

    private IEnumerable<Measurement<long>> Actions() => Asked() is not { Figures: var f }
        ? []
        : [OfStatus("decided", f.ActionsDecided), OfStatus("held", f.ActionsHeld), OfStatus("admitted", f.ActionsAdmitted), OfStatus("dead", f.ActionsDead)];

    private static Measurement<long> OfStatus(string status, long count) => new(count, new KeyValuePair<string, object?>(TelemetryNames.Status, status));

    private IEnumerable<Measurement<long>> Lags() => Asked() is not { Lags: var lags }
        ? []
        : lags.Select(l => new Measurement<long>(l.Records, Place(l.Log, l.Partition)));

    private IEnumerable<Measurement<double>> LagTimes()
    {
        var now = _journeyClock.GetUtcNow();
        return _progress.Reached.Where(r => r.Through > DateTimeOffset.UnixEpoch)
            .Select(r => new Measurement<double>(Math.Max(0, (now - r.Through).TotalSeconds), Place(Named(r.Log), r.Partition)));
    }

    // Without what tells one making of a log from the next: it is watched under one name.
    private static string Named(string log) =>
        log.StartsWith(KafkaPrefix, StringComparison.Ordinal) && log.LastIndexOf('@') is > 0 and var end ? log[KafkaPrefix.Length..end]
        : log.StartsWith($"{SqliteFigures.LogName}-", StringComparison.Ordinal) ? SqliteFigures.LogName
        : log;

    private static KeyValuePair<string, object?>[] Place(string log, int partition) => [new(TelemetryNames.Log, log), new(TelemetryNames.Partition, partition)];

    private double Age(DateTimeOffset? at) => at is { } since ? Math.Max(0, (_journeyClock.GetUtcNow() - since).TotalSeconds) : 0;

    private Sample? Asked()
    {
        Volatile.Write(ref _askedAt, _clock.GetTimestamp());
        return _sample;
    }

    private sealed record Sample(StoreFigures Figures, ImmutableArray<PartitionLag> Lags);

    [LoggerMessage(2401, LogLevel.Warning, "Figures of the store could not be read; they are missing from the metrics until they can")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
