using System.Collections.Concurrent;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>How far in time the partitions of the log have been read and applied. Timers wait for the slowest, and for those that nobody reads.</summary>
public sealed class ReadProgress : IReadThrough
{
    private readonly ConcurrentDictionary<(string Log, int Partition), DateTimeOffset> _through = new();
    private volatile int _expected = 1;

    /// <summary>The log has that many partitions: until each is read, no timer fires.</summary>
    public void Expect(int partitions) => _expected = partitions;

    /// <summary>A partition is read here; until it reports, no timer fires.</summary>
    public void Join(string log, int partition) => _through[(log, partition)] = DateTimeOffset.MinValue;

    public void Leave(string log, int partition) => _through.TryRemove((log, partition), out _);

    /// <summary>Everything the partition received up to this time of the journey's clock is applied.</summary>
    public void Report(string log, int partition, DateTimeOffset through) => _through[(log, partition)] = through;

    /// <summary>The time that every partition has been read past; null while some partition is not read.</summary>
    public DateTimeOffset? Through
    {
        get
        {
            var through = _through.Values;
            return through.Count < _expected || through.Count == 0 ? null : through.Min();
        }
    }

    public ValueTask<DateTimeOffset?> ThroughAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Through);

    public int Partitions => _through.Count;

    /// <summary>How far each partition that is read here has come; the least time where it has not reported.</summary>
    internal IEnumerable<(string Log, int Partition, DateTimeOffset Through)> Reached => _through.Select(t => (t.Key.Log, t.Key.Partition, t.Value));
}
