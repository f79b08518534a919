using System.Collections.Concurrent;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>How far in time the partitions of the log have been read and applied. Timers wait for the slowest, and for those that nobody reads.</summary>
public sealed class ReadProgress
{
    private readonly ConcurrentDictionary<int, DateTimeOffset> _through = new();
    private volatile int _expected = 1;

    /// <summary>The log has that many partitions: until each is read, no timer fires.</summary>
    public void Expect(int partitions) => _expected = partitions;

    /// <summary>A partition is read here; until it reports, no timer fires.</summary>
    public void Join(int partition) => _through[partition] = DateTimeOffset.MinValue;

    public void Leave(int partition) => _through.TryRemove(partition, out _);

    /// <summary>Everything the partition received up to this time of the journey's clock is applied.</summary>
    public void Report(int partition, DateTimeOffset through) => _through[partition] = through;

    /// <summary>The time that every partition has been read past; null while some partition is not read.</summary>
    public DateTimeOffset? Through
    {
        get
        {
            var through = _through.Values;
            return through.Count < _expected || through.Count == 0 ? null : through.Min();
        }
    }

    public int Partitions => _through.Count;
}
