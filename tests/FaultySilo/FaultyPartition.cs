using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.FaultySilo;

/// <summary>Touchpoints that this silo has read, over all its partitions.</summary>
internal sealed class DropCount
{
    private long _read;

    /// <summary>True for one in this many.</summary>
    public bool IsNext(int oneIn) => Interlocked.Increment(ref _read) % oneIn == 0;
}

/// <summary>A partition of the log that dies, drops, or is stored too early.</summary>
internal sealed class FaultyPartition(ILogPartition inner, FaultOptions options, KillSwitch kill, DropCount drops) : ILogPartition
{
    private long _stored = -1;

    public string Log => inner.Log;

    public int Id => inner.Id;

    public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
    {
        var chunk = await inner.PollAsync(countMax, wait, cancellationToken);
        if (chunk.Records.IsEmpty)
        {
            return chunk;
        }

        kill.Pass(KillAt.BeforeCall, chunk.Records.Length);
        switch (options.Broken)
        {
            case BrokenMode.OffsetBeforeCommit:
                await inner.StoreAsync(chunk.Records[^1].Position, chunk.ReadThrough, cancellationToken);
                return chunk;
            case BrokenMode.DropSome:
                return chunk with { Records = chunk.Records.RemoveAll(_ => drops.IsNext(options.DropOneIn)) };
            default:
                return chunk;
        }
    }

    public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken)
    {
        if (position > _stored)
        {
            _stored = position;
            kill.Pass(KillAt.BeforeOffsetStored);
        }

        return inner.StoreAsync(position, readThrough, cancellationToken);
    }
}
