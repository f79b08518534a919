using System.Collections.Immutable;
using Confluent.Kafka;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>Reads topics to their end, as anyone may.</summary>
internal sealed class TopicReader(string bootstrapServers) : IDisposable
{
    private readonly IConsumer<byte[]?, byte[]?> _consumer = new ConsumerBuilder<byte[]?, byte[]?>(
        new ConsumerConfig { BootstrapServers = bootstrapServers, GroupId = "test", EnablePartitionEof = true, AutoOffsetReset = AutoOffsetReset.Earliest }).Build();

    /// <summary>Everything in a topic, partition after partition.</summary>
    public ImmutableArray<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic, int partitions)
    {
        _consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var records = ImmutableArray.CreateBuilder<ConsumeResult<byte[]?, byte[]?>>();
        for (var ends = 0; ends < partitions;)
        {
            var result = _consumer.Consume(WatchedClock.Patience) ?? throw new TimeoutException($"{topic} has no end.");
            if (result.IsPartitionEOF)
            {
                ends++;
            }
            else
            {
                records.Add(result);
            }
        }

        return records.ToImmutable();
    }

    public void Dispose() => _consumer.Dispose();
}
