using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// Looks whether the brokers answer, and whether every partition is read, by whichever process: the progress of one that is read is stored every
/// few seconds, also while nothing comes. Gateways look as well, so somebody says so where no silo runs.
/// </summary>
internal sealed class KafkaWatch : BackgroundService, ILogHealth
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>Brokers that missed fewer looks than this in a row are slow, not gone.</summary>
    private const int MissedMax = 2;

    /// <summary>How long a record with a wrong key is spoken of.</summary>
    private static readonly TimeSpan KeysFor = TimeSpan.FromHours(1);

    private readonly ILogEnds _ends;
    private readonly IProgressStore _store;
    private readonly KafkaOptions _options;
    private readonly TimeProvider _clock;
    private readonly Dictionary<(string Log, int Partition), (PartitionProgress Progress, long Since)> _seen = [];
    private ImmutableArray<PartitionEnds> _unread = [];
    private int _missed;
    private long? _missedSince;
    private volatile LogHealth _current = LogHealth.Unknown;

    public KafkaWatch(ILogEnds ends, IProgressStore store, IOptions<KafkaOptions> options, IMeterFactory meters, TimeProvider clock)
    {
        (_ends, _store, _options, _clock) = (ends, store, options.Value, clock);
        var meter = meters.Create(TelemetryNames.Product);
        meter.CreateObservableGauge(TelemetryNames.PartitionsUnread, Unread, "{partition}", "Partitions of a topic that nobody reads.");
        meter.CreateObservableGauge(TelemetryNames.LogReachable, () => _missed < MissedMax ? 1 : 0, "", "1 while the brokers answer.");
    }

    public LogHealth Current => _current;

    /// <summary>Looks now.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await _ends.ReadAsync(cancellationToken) is not { } ends)
        {
            _missedSince ??= _clock.GetTimestamp();
            _missed++;
            if (_missed >= MissedMax)
            {
                // Nobody can read now; who does is found out again once they answer.
                _seen.Clear();
                _unread = [];
                _current = _current with { Broker = Gone(_clock.GetElapsedTime(_missedSince.Value)), Partitions = null };
            }

            return;
        }

        (_missed, _missedSince) = (0, null);
        var keys = (string?)null;
        foreach (var partition in ends)
        {
            await LookAsync(partition, cancellationToken);
            keys ??= await KeysAsync(partition, cancellationToken);
        }

        _unread = [.. ends.Where(e => IsUnread(e.Log, e.Partition))];
        var missing = _options.Topics.Except(ends.Select(e => e.Topic), StringComparer.Ordinal).ToList();
        _current = new LogHealth { Broker = missing.Count == 0 ? null : Missing(missing), Partitions = Words(ends), Keys = keys };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The store is away, and its own check says so: who reads is found out again once it is back.
            catch (Exception)
#pragma warning restore CA1031
            {
                _seen.Clear();
                _unread = [];
                _current = _current with { Partitions = null };
            }

            await Task.Delay(LookEvery, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(PartitionEnds partition, CancellationToken cancellationToken)
    {
        var place = (partition.Log, partition.Partition);
        var progress = await _store.GetAsync(partition.Log, partition.Partition, cancellationToken) ?? PartitionProgress.None;
        if (!_seen.TryGetValue(place, out var seen) || seen.Progress != progress)
        {
            _seen[place] = (progress, _clock.GetTimestamp());
        }
    }

    private async Task<string?> KeysAsync(PartitionEnds partition, CancellationToken cancellationToken)
    {
        var found = await _store.GetAsync(KeyCheck.LogOf(partition.Log), partition.Partition, cancellationToken);
        return found is not null && _clock.GetUtcNow() - found.Through < KeysFor
            ? KeyCheck.Words(new TopicPartitionOffset(partition.Topic, partition.Partition, found.Position), found.Through)
            : null;
    }

    private bool IsUnread(string log, int partition) => _seen.TryGetValue((log, partition), out var seen) && _clock.GetElapsedTime(seen.Since) >= _options.UnreadAfter;

    private IEnumerable<Measurement<int>> Unread() => _options.Topics.Select(t => new Measurement<int>(
        _unread.Count(u => u.Topic == t), new KeyValuePair<string, object?>(TelemetryNames.Log, t)));

    private string? Words(ImmutableArray<PartitionEnds> ends)
    {
        if (_unread.IsEmpty)
        {
            return null;
        }

        var names = string.Join("; ", _unread.GroupBy(u => u.Topic).Select(g => $"{g.Key} {string.Join(", ", g.Select(u => u.Partition))}"));
        return $"{_unread.Length} of {ends.Length} partitions are read by nobody ({names}): their touchpoints wait, and so do all timers. See that silos run and are ready, and that the partitions have a leader.";
    }

    private static string Gone(TimeSpan time) => FormattableString.Invariant(
        $"Kafka has not answered for {Math.Max(1, time.TotalSeconds):F0} s: touchpoints are neither taken nor read, and timers wait. Check that the brokers run, and Kafka:BootstrapServers and Kafka:Client.");

    private static string Missing(List<string> topics) =>
        $"Kafka has no topic {string.Join(", ", topics)}, or no leader for it. Create it, or correct Kafka:Topics.";
}
