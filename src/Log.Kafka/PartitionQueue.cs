using Confluent.Kafka;
using CxOrchestrator.Hosting;

namespace CxOrchestrator.Log.Kafka;

/// <summary>Records of one partition between the consumer and its reader, and how far the consumer is.</summary>
internal sealed class PartitionQueue(int recordsMax, int bytesMax)
{
    private readonly Lock _gate = new();
    private readonly Queue<ConsumeResult<byte[]?, byte[]?>> _waiting = new();
    private long _bytes;
    private long _consumed = -1;
    private long _taken = -1;

    /// <summary>Something came.</summary>
    public Signal Arrived { get; } = new();

    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count >= recordsMax || _bytes >= bytesMax;
            }
        }
    }

    /// <summary>Half empty again.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count <= recordsMax / 2 && _bytes <= bytesMax / 2;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>The offset after the last record that the reader took, or after the partition's end where nothing waits; -1 while unknown.</summary>
    public long Next
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0 ? _consumed : _taken;
            }
        }
    }

    /// <summary>The offset after everything that came; -1 while unknown.</summary>
    public long Consumed
    {
        get
        {
            lock (_gate)
            {
                return _consumed;
            }
        }
    }

    /// <summary>The last offset that the reader took, -1 before the first, and <see cref="Next"/> at the same moment.</summary>
    public (long Last, long Next) Reached
    {
        get
        {
            lock (_gate)
            {
                return (_taken - 1, _waiting.Count == 0 ? _consumed : _taken);
            }
        }
    }

    /// <summary>False where its offset was there before: the partition's offsets began again.</summary>
    public bool Add(ConsumeResult<byte[]?, byte[]?> record)
    {
        lock (_gate)
        {
            if (record.Offset.Value < _consumed)
            {
                return false;
            }

            _consumed = record.Offset.Value + 1;
            _bytes += Size(record);
            _waiting.Enqueue(record);
        }

        Arrived.Raise();
        return true;
    }

    /// <summary>The consumer is at the partition's end, which lies beyond the last record where that one is no record for readers.</summary>
    public void EndReached(long offset)
    {
        lock (_gate)
        {
            _consumed = Math.Max(_consumed, offset);
        }

        Arrived.Raise();
    }

    /// <summary>At most this many records and bytes, but at least one if there is one.</summary>
    public List<ConsumeResult<byte[]?, byte[]?>> Take(int countMax, long takeBytesMax)
    {
        List<ConsumeResult<byte[]?, byte[]?>> taken = [];
        var bytes = 0L;
        lock (_gate)
        {
            while (taken.Count < countMax && _waiting.TryPeek(out var next) && (taken.Count == 0 || bytes + Size(next) <= takeBytesMax))
            {
                _waiting.Dequeue();
                taken.Add(next);
                bytes += Size(next);
                _taken = next.Offset.Value + 1;
            }

            _bytes -= bytes;
        }

        return taken;
    }

    private static int Size(ConsumeResult<byte[]?, byte[]?> record) => record.Message.Value?.Length ?? 0;
}
