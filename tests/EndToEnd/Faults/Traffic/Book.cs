namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>What was sent, and what the sender was told: acknowledged, or nothing that can be relied on.</summary>
internal sealed class Book
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _acknowledgements;
    private long _unknown;

    /// <summary>One identity.</summary>
    public sealed class Entry(Line line, int place)
    {
        public Line Line => line;

        /// <summary>Its place among all that were sent.</summary>
        public int Place => place;

        /// <summary>At least once: it must be applied. Else it may be.</summary>
        public bool Acknowledged { get; set; }

        /// <summary>At once, with nothing sent twice: its customer sees it in this order.</summary>
        public bool AtOnce { get; init; }
    }

    /// <summary>Deliveries acknowledged, repeats included: at least that many are received.</summary>
    public long Acknowledgements => Interlocked.Read(ref _acknowledgements);

    /// <summary>Deliveries of which the sender was told nothing.</summary>
    public long Unknown => Interlocked.Read(ref _unknown);

    public void Write(IReadOnlyCollection<Line> lines, bool acknowledged, bool firstTry)
    {
        lock (_gate)
        {
            foreach (var line in lines)
            {
                if (!_entries.TryGetValue(line.Id, out var entry))
                {
                    _entries[line.Id] = entry = new Entry(line, _entries.Count) { AtOnce = acknowledged && firstTry };
                }

                entry.Acknowledged |= acknowledged;
            }

            Interlocked.Add(ref acknowledged ? ref _acknowledgements : ref _unknown, lines.Count);
        }
    }

    /// <summary>By id.</summary>
    public Dictionary<string, Entry> Entries()
    {
        lock (_gate)
        {
            return new(_entries, StringComparer.Ordinal);
        }
    }
}
