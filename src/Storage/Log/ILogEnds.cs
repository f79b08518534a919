using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Log;

/// <summary>What a log that does not lie in the store holds, by its own word: also of partitions that nobody reads.</summary>
public interface ILogEnds
{
    /// <summary>Each partition that can be asked, as it is now; null while the log does not answer.</summary>
    Task<ImmutableArray<PartitionEnds>?> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="Topic">The log as people know it.</param>
/// <param name="Log">Its name in the store; see <see cref="ILogPartition.Log"/>.</param>
/// <param name="Partition">The partition.</param>
/// <param name="First">Position of the first record that is kept.</param>
/// <param name="Next">The position that the next record gets.</param>
public sealed record PartitionEnds(string Topic, string Log, int Partition, long First, long Next)
{
    /// <summary>Records that are kept after this position; -1 for all of them. Of a topic with gaps, an upper bound.</summary>
    public long After(long position) => Math.Max(0, Next - Math.Max(position + 1, First));
}
