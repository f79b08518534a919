namespace CxOrchestrator.Silo.Ingestion;

/// <summary>Which positions of a partition are done, and up to where without a gap. Not safe from several threads.</summary>
internal sealed class PositionTracker
{
    private readonly Queue<Entry> _open = new();
    private DateTimeOffset? _throughAtEnd;

    internal sealed class Entry(long position)
    {
        public long Position { get; } = position;

        public bool Done { get; set; }

        /// <summary>Once this and all before it are done, the partition is read through that time.</summary>
        public DateTimeOffset? Through { get; set; }
    }

    /// <summary>The last position up to which all are done; null before the first.</summary>
    public long? Watermark { get; private set; }

    /// <summary>How far in time everything is done; null before anything is known.</summary>
    public DateTimeOffset? Through { get; private set; }

    /// <summary>Positions added and not yet below the watermark.</summary>
    public int Open => _open.Count;

    /// <summary>Positions come in their order.</summary>
    public Entry Add(long position)
    {
        var entry = new Entry(position);
        _open.Enqueue(entry);
        return entry;
    }

    /// <summary>All that was added so far reaches to that time.</summary>
    public void ReadThrough(DateTimeOffset through)
    {
        if (_open.Count == 0)
        {
            Reach(through);
        }
        else
        {
            _throughAtEnd = through;
        }
    }

    /// <summary>True where the watermark moved.</summary>
    public bool Done(Entry entry)
    {
        entry.Done = true;
        var moved = false;
        while (_open.TryPeek(out var first) && first.Done)
        {
            _open.Dequeue();
            Watermark = first.Position;
            moved = true;
            if (first.Through is { } through)
            {
                Reach(through);
            }
        }

        if (_open.Count == 0 && _throughAtEnd is { } end)
        {
            Reach(end);
            _throughAtEnd = null;
        }

        return moved;
    }

    private void Reach(DateTimeOffset through) => Through = Through is { } had && had > through ? had : through;
}
