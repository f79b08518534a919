using System.Collections.Immutable;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>Progress in memory, as a store promises it; several silos of a test share one.</summary>
internal sealed class MemoryProgress : IProgressStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Log, int Partition), PartitionProgress> _stored = [];
    private readonly Dictionary<string, long> _received = [];

    /// <summary>While set, every call fails with it.</summary>
    public Exception? Fails { get; set; }

    /// <summary>Fails once with it, after the next store was done: its outcome is unknown to the caller.</summary>
    public Exception? FailsAfterStore { get; set; }

    private TaskCompletionSource? _away;
    private int _asked;

    /// <summary>Questions that wait for an answer.</summary>
    public int Waiting => Volatile.Read(ref _asked);

    /// <summary>Until the result is disposed nothing that is read is answered.</summary>
    public IDisposable Away()
    {
        _away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Back(this);
    }

    /// <summary>The ledger: what was counted as received, by source.</summary>
    public ImmutableDictionary<string, long> Received
    {
        get
        {
            lock (_gate)
            {
                return _received.ToImmutableDictionary();
            }
        }
    }

    public ImmutableDictionary<(string Log, int Partition), PartitionProgress> Stored
    {
        get
        {
            lock (_gate)
            {
                return _stored.ToImmutableDictionary();
            }
        }
    }

    public async Task<PartitionProgress?> GetAsync(string log, int partition, CancellationToken cancellationToken)
    {
        if (_away is { } away)
        {
            Interlocked.Increment(ref _asked);
            await away.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _asked);
        }

        lock (_gate)
        {
            Check();
            return _stored.GetValueOrDefault((log, partition));
        }
    }

    public Task<PartitionProgress> StoreAsync(
        string log, int partition, long receivedAfter, PartitionProgress progress, ImmutableArray<ReceivedCount> received, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Check();
            var had = _stored.GetValueOrDefault((log, partition), PartitionProgress.None);
            var counts = had.ReceivedTo == receivedAfter && progress.ReceivedTo > receivedAfter;
            foreach (var (source, count) in counts ? received : [])
            {
                _received[source] = _received.GetValueOrDefault(source) + count;
            }

            var stored = new PartitionProgress
            {
                Position = Math.Max(had.Position, progress.Position),
                ReceivedTo = counts ? progress.ReceivedTo : had.ReceivedTo,
                Through = had.Through > progress.Through ? had.Through : progress.Through,
            };
            _stored[(log, partition)] = stored;
            if (FailsAfterStore is { } failure)
            {
                FailsAfterStore = null;
                throw failure;
            }

            return Task.FromResult(stored);
        }
    }

    public Task<DateTimeOffset?> ThroughAsync(string log, int partitions, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Check();
            var through = Enumerable.Range(0, partitions).Select(p => _stored.GetValueOrDefault((log, p))?.Through).ToList();
            return Task.FromResult(through.Contains(null) ? null : through.Min());
        }
    }

    private void Check()
    {
        if (Fails is { } failure)
        {
            throw failure;
        }
    }

    private sealed class Back(MemoryProgress progress) : IDisposable
    {
        public void Dispose()
        {
            progress._away?.SetResult();
            progress._away = null;
        }
    }
}
