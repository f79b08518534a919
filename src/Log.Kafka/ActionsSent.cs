using System.Runtime.CompilerServices;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>Ids of the actions that a topic has, from its beginning to its end as it is now.</summary>
internal sealed class ActionsSent(IOptions<KafkaOptions> options, KafkaAdmin admin, ILogger<ActionsSent> logger)
{
    /// <summary>Ids in one batch.</summary>
    private const int BatchMax = 5_000;

    public async IAsyncEnumerable<IReadOnlyList<string>> ReadAsync(string topic, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partitions = (await admin.DescribeAsync([topic], cancellationToken)).Sum(t => t.Partitions);
        if (partitions == 0)
        {
            yield break;
        }

        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(KafkaConfig.Consumer(options.Value)).SetLogHandler((_, message) => KafkaLogging.Write(logger, message)).Build();
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var ended = new HashSet<TopicPartition>();
        while (ended.Count < partitions)
        {
            // On a thread of its own: the client waits where it is called.
            var batch = await Task.Factory.StartNew(() => Batch(consumer, ended, partitions, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
    }

    // Throws where the brokers are silent for longer than a question may take: half a list would have actions sent twice.
    private List<string> Batch(IConsumer<byte[]?, byte[]?> consumer, HashSet<TopicPartition> ended, int partitions, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        while (ids.Count < BatchMax && ended.Count < partitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var record = consumer.Consume(options.Value.RequestTimeout) ?? throw new KafkaException(new Error(Confluent.Kafka.ErrorCode.Local_TimedOut, "The actions topic could not be read to its end."));
            if (record.IsPartitionEOF)
            {
                ended.Add(record.TopicPartition);
            }
            else if (record.Message.Headers is { } headers && headers.TryGetLastBytes(ActionsTopic.IdHeader, out var id))
            {
                ids.Add(Encoding.UTF8.GetString(id));
            }
        }

        return ids;
    }
}
