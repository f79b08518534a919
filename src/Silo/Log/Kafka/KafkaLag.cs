using System.Collections.Immutable;
using Confluent.Kafka;
using CxOrchestrator.Silo.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Log.Kafka;

/// <summary>Between the ends of all partitions and the stored positions, whoever reads them; a partition whose broker does not answer is left out.</summary>
internal sealed class KafkaLag(IOptions<KafkaOptions> options, TopicNames names, KafkaAdmin admin, IProgressStore store) : ILogLag
{
    public async Task<ImmutableArray<PartitionLag>> ReadAsync(CancellationToken cancellationToken)
    {
        var topics = await names.ReadAsync(options.Value.Topics, cancellationToken);
        var lags = await Task.WhenAll(topics.SelectMany(t => Enumerable.Range(0, t.Value.Partitions).Select(p => ReadAsync(t.Key, t.Value.Log, p, cancellationToken))));
        return [.. lags.OfType<PartitionLag>()];
    }

    private async Task<PartitionLag?> ReadAsync(string topic, string log, int partition, CancellationToken cancellationToken)
    {
        var progress = await store.GetAsync(log, partition, cancellationToken) ?? PartitionProgress.None;
        return await admin.EndAsync(new TopicPartition(topic, partition), cancellationToken) is { } end
            ? new PartitionLag(topic, partition, Math.Max(0, end.Offset - progress.Position - 1))
            : null;
    }
}
