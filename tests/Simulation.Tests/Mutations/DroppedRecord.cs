using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Simulation.Tests.Mutations;

/// <summary>One record that was read is forgotten: the fifth that a reader takes, once.</summary>
internal sealed class DroppedRecord : Mutation
{
    private int _seen;

    public override ILogPartition Of(ILogPartition partition) => new Leaking(this, partition);

    private sealed class Leaking(DroppedRecord mutation, ILogPartition partition) : ILogPartition
    {
        private const int Dropped = 5;

        public string Log => partition.Log;

        public int Id => partition.Id;

        public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
        {
            var chunk = await partition.PollAsync(countMax, wait, cancellationToken);
            mutation._seen += chunk.Records.Length;
            if (mutation.Done > 0 || mutation._seen < Dropped)
            {
                return chunk;
            }

            mutation.Done++;
            return chunk with { Records = chunk.Records.RemoveAt(chunk.Records.Length - 1 - (mutation._seen - Dropped)) };
        }

        public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken) =>
            partition.StoreAsync(position, readThrough, cancellationToken);
    }
}
