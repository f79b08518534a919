using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Sqlite.Log;

/// <summary>The log in the same file as the customers: what is acknowledged survives a kill and a power cut.</summary>
internal sealed class EmbeddedLog : ITouchpointLog, ITouchpointSource
{
    private static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FullRetryAfter = TimeSpan.FromSeconds(30);

    private readonly SqliteDatabase _database;
    private readonly EmbeddedOptions _options;
    private readonly TimeProvider _journeyClock;
    private readonly TimeProvider _clock;
    private readonly Signal[] _arrived;
    private long _waitingRecords;
    private long _waitingBytes;

    public EmbeddedLog(
        SqliteDatabase database, IOptions<EmbeddedOptions> options, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock)
    {
        (_database, _options, _journeyClock, _clock) = (database, options.Value, journeyClock, clock);
        _arrived = [.. Enumerable.Range(0, database.Head.Partitions).Select(_ => new Signal())];
    }

    public int Partitions => _arrived.Length;

    public async Task AppendAsync(ImmutableArray<LogItem> items, CancellationToken cancellationToken)
    {
        if (!items.IsEmpty)
        {
            await AppendAsync(items, static _ => true, cancellationToken);
        }
    }

    /// <summary>As <see cref="AppendAsync(ImmutableArray{LogItem}, CancellationToken)"/>, with something else in the same transaction. False, and nothing is appended, where that says so.</summary>
    internal async Task<bool> AppendAsync(ImmutableArray<LogItem> items, Func<WriteTransaction, bool> first, CancellationToken cancellationToken)
    {
        if (_database.Tail.Bytes >= _options.LogSizeMaxBytes)
        {
            throw new LogFullException(FullRetryAfter);
        }

        var bytes = items.Sum(i => (long)i.Body.Length);
        var records = Interlocked.Add(ref _waitingRecords, items.Length);
        var waiting = Interlocked.Add(ref _waitingBytes, bytes);
        try
        {
            // A batch larger than the bound is taken where nothing else waits: refused it could never get in.
            if ((records > _options.AppendQueueMax && records > items.Length) || (waiting > _options.AppendQueueMaxBytes && waiting > bytes))
            {
                throw new LogBusyException(BusyRetryAfter);
            }

            return await _database.Writer.WriteAsync(new AppendOperation(this, items, bytes, first), cancellationToken);
        }
        finally
        {
            Interlocked.Add(ref _waitingRecords, -items.Length);
            Interlocked.Add(ref _waitingBytes, -bytes);
        }
    }

    public async Task RunAsync(Func<ILogPartition, CancellationToken, Task> reader, CancellationToken cancellationToken)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Partitions).Select(async id =>
        {
            try
            {
                var position = await _database.ReadAsync(session => StoredPosition(session, id), running.Token);
                await reader(new EmbeddedPartition(_database, _database.Head.Name, id, position, _arrived[id], _journeyClock, _clock), running.Token);
            }
            finally
            {
                // Ended by its token, or by a bug: then the others end as well, and this task says why.
                await running.CancelAsync();
            }
        }));
    }

    /// <summary>Within a transaction: the records at the end of their partitions, counted as received.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="items">What is appended.</param>
    /// <param name="reached">Set for each partition that got a record.</param>
    internal void Append(WriteTransaction transaction, ImmutableArray<LogItem> items, bool[] reached)
    {
        var now = transaction.Log.Stamp(_journeyClock);
        foreach (var item in items)
        {
            var partition = PartitionOf(item);
            reached[partition] = true;
            using var statement = transaction.Session.Use("INSERT INTO log_records (partition, position, source, received_at, body) VALUES (?1, ?2, ?3, ?4, ?5)");
            statement.Bind(1, (long)partition).Bind(2, transaction.Log.Take(item.Body.Length)).Bind(3, item.Source).Bind(4, now)
                .BindBlob(5, item.Body.Span).Run();
            transaction.CountReceived(item.Source, 1, now);
        }
    }

    /// <summary>What was appended to these partitions is committed.</summary>
    internal void Wake(bool[] reached)
    {
        for (var partition = 0; partition < reached.Length; partition++)
        {
            if (reached[partition])
            {
                _arrived[partition].Raise();
            }
        }
    }

    internal static long StoredPosition(SqliteSession session, int partition)
    {
        using var statement = session.Use("SELECT position FROM log_positions WHERE partition = ?1");
        return statement.Bind(1, (long)partition).Read() ? statement.Long(0) : 0;
    }

    private int PartitionOf(LogItem item) => KeyHash.Shard(CustomerKey.For(item.Customer).ToString(), _arrived.Length);

    private sealed class AppendOperation(EmbeddedLog log, ImmutableArray<LogItem> items, long bytes, Func<WriteTransaction, bool> first) : WriteOperation<bool>
    {
        private readonly bool[] _reached = new bool[log.Partitions];

        public override int Bytes => (int)Math.Min(int.MaxValue, bytes);

        protected override bool Run(WriteTransaction transaction)
        {
            if (!first(transaction))
            {
                return false;
            }

            log.Append(transaction, items, _reached);
            return true;
        }

        public override void Complete()
        {
            log.Wake(_reached);
            base.Complete();
        }
    }
}
