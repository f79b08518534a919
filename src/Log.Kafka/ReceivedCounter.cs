using System.Collections.Immutable;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Log.Kafka;

/// <summary>What was read and is not yet counted in the ledger, by position: of two readers of one partition, one counts.</summary>
internal sealed class ReceivedCounter(long after)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Position, string Source)> _waiting = new();
    private long _after = after;
    private long _to = after;

    /// <summary>Something waits to be counted.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    public void Add(long position, string source)
    {
        lock (_gate)
        {
            if (position > _after)
            {
                _waiting.Enqueue((position, source));
                _to = position;
            }
        }
    }

    /// <summary>Up to that position there is nothing more to be counted than what was added.</summary>
    public void Reach(long position)
    {
        lock (_gate)
        {
            _to = Math.Max(_to, position);
        }
    }

    /// <summary>What is to be counted: everything after the one position up to the other.</summary>
    public (long After, long To, ImmutableArray<ReceivedCount> Counts) Waiting()
    {
        lock (_gate)
        {
            return (_after, Math.Max(_after, _to), [.. _waiting.CountBy(w => w.Source).Select(c => new ReceivedCount(c.Key, c.Value))]);
        }
    }

    /// <summary>Everything up to that position is counted, by any reader.</summary>
    public void Counted(long to)
    {
        lock (_gate)
        {
            _after = Math.Max(_after, to);
            while (_waiting.TryPeek(out var first) && first.Position <= _after)
            {
                _waiting.Dequeue();
            }
        }
    }
}
