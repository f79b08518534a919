using System.Collections.Immutable;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>A log that lies outside of the store, as Kafka does: its progress and what was received of it are in the store.</summary>
internal sealed class MemoryLog(Func<IProgressStore> progress, TimeProvider journeyClock) : ITouchpointLog, ITouchpointSource, ILogEnds, IDisposable
{
    private const string Name = "memory";

    private readonly Partition[] _partitions = [new Partition(0), new Partition(1)];
    private readonly SemaphoreSlim _appending = new(1, 1);

    public int Partitions => _partitions.Length;

    /// <summary>Called before an append takes effect.</summary>
    public Func<Task>? BeforeAppend { get; set; }

    public async Task AppendAsync(ImmutableArray<LogItem> items, CancellationToken cancellationToken)
    {
        await (BeforeAppend?.Invoke() ?? Task.CompletedTask);
        await _appending.WaitAsync(cancellationToken);
        try
        {
            foreach (var byPartition in items.GroupBy(i => Math.Abs(i.Customer.GetHashCode()) % _partitions.Length))
            {
                var (first, count) = _partitions[byPartition.Key].Append(byPartition, journeyClock.GetUtcNow());
                var stored = await progress().GetAsync(Name, byPartition.Key, cancellationToken) ?? PartitionProgress.None;
                await progress().StoreAsync(
                    Name,
                    byPartition.Key,
                    first - 1,
                    stored with { ReceivedTo = first + count - 1, Through = stored.Through > DateTimeOffset.MinValue ? stored.Through : journeyClock.GetUtcNow() },
                    [.. byPartition.CountBy(i => i.Source).Select(c => new ReceivedCount(c.Key, c.Value))],
                    cancellationToken);
            }
        }
        finally
        {
            _appending.Release();
        }
    }

    /// <summary>Appended by somebody else, and not read: nothing of it is counted.</summary>
    public void AppendUncounted(int partition, int count) => _partitions[partition].Append(
        Enumerable.Range(0, count).Select(i => Some.Item($"uncounted-{i}", "c-1")), journeyClock.GetUtcNow());

    public Task RunAsync(Func<ILogPartition, CancellationToken, Task> reader, CancellationToken cancellationToken) =>
        Task.WhenAll(_partitions.Select(p => reader(new Reading(p), cancellationToken)));

    public Task<ImmutableArray<PartitionEnds>?> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<PartitionEnds>?>([.. _partitions.Select(p => new PartitionEnds(Name, Name, p.Id, 0, p.Records.Length))]);

    public void Dispose() => _appending.Dispose();

    private sealed class Partition(int id)
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Id => id;

        public ImmutableArray<LogRecord> Records { get; private set; } = [];

        public Task More => _more.Task;

        public (long First, int Count) Append(IEnumerable<LogItem> items, DateTimeOffset at)
        {
            lock (_gate)
            {
                var first = Records.Length;
                Records = Records.AddRange(items.Select((item, i) => new LogRecord { Position = first + i, Source = item.Source, ReceivedAt = at, Body = item.Body }));
                _more.TrySetResult();
                _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
                return (first, Records.Length - first);
            }
        }
    }

    private sealed class Reading(Partition partition) : ILogPartition
    {
        public string Log => Name;

        private int _read;

        public int Id => partition.Id;

        public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
        {
            var more = partition.More;
            if (partition.Records.Length == _read && wait > TimeSpan.Zero)
            {
                await more.WaitAsync(wait, TimeProvider.System, cancellationToken);
            }

            var records = partition.Records.Skip(_read).Take(countMax).ToImmutableArray();
            _read += records.Length;
            return new LogChunk { Records = records, ReadThrough = DateTimeOffset.MinValue };
        }

        public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
