namespace CxOrchestrator.Silo.Ingestion;

/// <summary>Which positions of a partition are done, and up to where without a gap. Not safe from several threads.</summary>
internal sealed class PositionTracker
{
    private readonly Queue<Entry> _open = new();
    private Entry? _last;

    internal sealed class Entry(long position)
    {
        public long Position { get; } = position;

        public bool Done { get; set; }

        /// <summary>The trace that it is followed with; null for nearly all.</summary>
        public string? Trace { get; set; }

        /// <summary>Once this and all before it are done, the partition is read through that time.</summary>
        public DateTimeOffset? Through { get; set; }
    }

    /// <summary>The last position up to which all are done; null before the first.</summary>
    public long? Watermark { get; private set; }

    /// <summary>How far in time everything is done; null before anything is known.</summary>
    public DateTimeOffset? Through { get; private set; }

    /// <summary>Positions added and not done.</summary>
    public int InFlight { get; private set; }

    /// <summary>Positions added and not yet below the watermark: those in flight, and those done beyond a gap.</summary>
    public int Open => _open.Count;

    /// <summary>Positions come in their order.</summary>
    public Entry Add(long position)
    {
        _last = new Entry(position);
        _open.Enqueue(_last);
        InFlight++;
        return _last;
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
            // At the last position, not at the moment when nothing is open: under load there is no such moment.
            _last!.Through = through;
        }
    }

    /// <summary>True where the watermark moved.</summary>
    public bool Done(Entry entry)
    {
        entry.Done = true;
        InFlight--;
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

        return moved;
    }

    private void Reach(DateTimeOffset through) => Through = Through is { } had && had > through ? had : through;
}
