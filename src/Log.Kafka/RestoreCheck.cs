using Confluent.Kafka;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// Finds out, before anything is read or sent, whether the store is older than what was read: positions are stored before the group's, so a
/// group that is ahead has seen a newer store. Then reading begins where the store is, as always; what was decided after that is decided again,
/// with the same ids, and those that the actions topic has already are not sent a second time.
/// </summary>
internal sealed partial class RestoreCheck(
    IOptions<KafkaOptions> options, TopicNames names, IProgressStore progress, ActionsSent actions, IEnumerable<ISentBefore> stores, ILogger<RestoreCheck> logger) : IDisposable
{
    private readonly ISentBefore? _sent = stores.FirstOrDefault();
    private readonly SemaphoreSlim _checking = new(1, 1);
    private volatile bool _checked;
    private volatile bool _any;

    /// <summary>Completes once it is known; throws where the brokers or the store do not answer, and is asked again then.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (_checked || _sent is null)
        {
            return;
        }

        await _checking.WaitAsync(cancellationToken);
        try
        {
            if (!_checked)
            {
                await LookAsync(_sent, cancellationToken);
                _any = await _sent.AnyAsync(cancellationToken);
                _checked = true;
            }
        }
        finally
        {
            _checking.Release();
        }
    }

    /// <summary>The action is in the actions topic already.</summary>
    public async Task<bool> WasSentAsync(string action, CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        return _any && await _sent!.HasAsync(action, cancellationToken);
    }

    public void Dispose() => _checking.Dispose();

    private async Task LookAsync(ISentBefore sent, CancellationToken cancellationToken)
    {
        var (behind, gone) = (0L, 0L);
        var topics = await names.ReadAsync(options.Value.Topics, cancellationToken);
        foreach (var (place, committed, begin) in await GroupAsync(topics, cancellationToken))
        {
            var stored = await progress.GetAsync(topics[place.Topic].Log, place.Partition.Value, cancellationToken) ?? PartitionProgress.None;
            behind += Math.Max(0, committed - stored.Position - 1);
            gone += Math.Max(0, begin - stored.Position - 1);
        }

        if (gone > 0)
        {
            LogGone(logger, gone);
        }

        if (behind == 0)
        {
            return;
        }

        LogBehind(logger, behind);
        if (options.Value.ActionsTopic is { } topic)
        {
            LogSent(logger, topic, await sent.AddAsync(actions.ReadAsync(topic, cancellationToken), cancellationToken));
        }
    }

    // What the group has committed, and where each of those partitions begins by now.
    private async Task<List<(TopicPartition Place, long Committed, long Begin)>> GroupAsync(Dictionary<string, TopicState> topics, CancellationToken cancellationToken)
    {
        var partitions = topics.SelectMany(t => Enumerable.Range(0, t.Value.Partitions).Select(p => new TopicPartition(t.Key, p))).ToList();
        return partitions.Count == 0 ? [] : await Task.Factory.StartNew(
            () =>
            {
                // Asked without joining: nobody else is disturbed.
                using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(KafkaConfig.Consumer(options.Value)).SetLogHandler((_, message) => KafkaLogging.Write(logger, message)).Build();
                return consumer.Committed(partitions, options.Value.RequestTimeout).Where(c => !c.Offset.IsSpecial)
                    .Select(c => (c.TopicPartition, c.Offset.Value, consumer.QueryWatermarkOffsets(c.TopicPartition, options.Value.RequestTimeout).Low.Value)).ToList();
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    [LoggerMessage(2051, LogLevel.Warning, "The group has read {Records} records that the database does not know of: it is an older one, restored, or a new one. They are read again")]
    private static partial void LogBehind(ILogger logger, long records);

    [LoggerMessage(2053, LogLevel.Error, "{Records} records that the database lacks are no longer in their topics: what they held is lost unless their senders send it again")]
    private static partial void LogGone(ILogger logger, long records);

    [LoggerMessage(2052, LogLevel.Warning, "{Topic} has {Actions} actions that the database does not know as delivered; they are not sent again")]
    private static partial void LogSent(ILogger logger, string topic, long actions);
}
