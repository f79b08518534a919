using System.Collections.Immutable;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Log.Kafka;

/// <summary>Between the ends of all partitions and the stored positions, whether or not anybody reads them; a partition whose broker never answered is left out.</summary>
internal sealed class KafkaLag(ILogEnds ends, IProgressStore store) : ILogLag
{
    public async Task<ImmutableArray<PartitionLag>> ReadAsync(CancellationToken cancellationToken)
    {
        var known = await ends.ReadAsync(cancellationToken) ?? [];
        return [.. await Task.WhenAll(known.Select(e => ReadAsync(e, cancellationToken)))];
    }

    private async Task<PartitionLag> ReadAsync(PartitionEnds ends, CancellationToken cancellationToken) =>
        new(ends.Topic, ends.Partition, ends.After((await store.GetAsync(ends.Log, ends.Partition, cancellationToken) ?? PartitionProgress.None).Position));
}
