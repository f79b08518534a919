using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>A partition's position is stored when its records are read, before they are committed.</summary>
internal sealed class EarlyOffset : Mutation
{
    public override ILogPartition Of(ILogPartition partition) => new Eager(this, partition);

    private sealed class Eager(EarlyOffset mutation, ILogPartition partition) : ILogPartition
    {
        public string Log => partition.Log;

        public int Id => partition.Id;

        public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
        {
            var chunk = await partition.PollAsync(countMax, wait, cancellationToken);
            if (!chunk.Records.IsEmpty)
            {
                mutation.Done++;
                await partition.StoreAsync(chunk.Records[^1].Position, DateTimeOffset.UnixEpoch, cancellationToken);
            }

            return chunk;
        }

        public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken) =>
            partition.StoreAsync(position, readThrough, cancellationToken);
    }
}
