using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>A partition whose records come through while the gate is open. Records that wait here when it is revoked are read again by its next owner.</summary>
internal sealed class GatedPartition(ILogPartition partition, IReadingGate gate) : ILogPartition
{
    public string Log => partition.Log;

    public int Id => partition.Id;

    public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
    {
        var chunk = await partition.PollAsync(countMax, wait, cancellationToken);

        // After the poll: it may have waited longer than the gate stayed open.
        await gate.WaitAsync(cancellationToken);
        return chunk;
    }

    public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken) =>
        partition.StoreAsync(position, readThrough, cancellationToken);
}
