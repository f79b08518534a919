using System.Collections.Concurrent;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>How far in time the partitions of this process have been read and applied. Timers wait for the slowest.</summary>
public sealed class ReadProgress
{
    private readonly ConcurrentDictionary<(string Log, int Partition), DateTimeOffset> _through = new();

    /// <summary>A partition is read here; until it reports, no timer fires.</summary>
    public void Join(string log, int partition) => _through[(log, partition)] = DateTimeOffset.MinValue;

    public void Leave(string log, int partition) => _through.TryRemove((log, partition), out _);

    /// <summary>Everything the partition received up to this time of the journey's clock is applied.</summary>
    public void Report(string log, int partition, DateTimeOffset through) => _through[(log, partition)] = through;

    /// <summary>The time that every partition has been read past; null while none is read.</summary>
    public DateTimeOffset? Through => _through.IsEmpty ? null : _through.Values.Min();

    public int Partitions => _through.Count;
}
