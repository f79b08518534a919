using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Ingestion;

/// <summary>A partition whose chunks the test hands out one by one.</summary>
internal sealed class FakePartition : ILogPartition
{
    private readonly Channel<Func<LogChunk>> _chunks = Channel.CreateUnbounded<Func<LogChunk>>();
    private readonly Moments _polled = new("a poll");
    private readonly Moments _stores = new("a position to be stored");
    private readonly ConcurrentQueue<int> _asked = new();
    private readonly Lock _gate = new();
    private long _position;

    public string Log => "log";

    public int Id => 5;

    /// <summary>What was stored last.</summary>
    public (long Position, DateTimeOffset Through) Last
    {
        get
        {
            lock (_gate)
            {
                return field;
            }
        }

        private set;
    }

    /// <summary>How many records each poll asked for.</summary>
    public IReadOnlyList<int> Asked => [.. _asked];

    /// <summary>While set, storing fails with it.</summary>
    public Exception? StoreFails { get; set; }

    /// <summary>Adds a chunk of touchpoints, (customer, id) each; one without a customer cannot be read.</summary>
    public long Add(DateTimeOffset through, params (string? Customer, string Id)[] items)
    {
        var records = items.Select(i => new LogRecord
        {
            Position = ++_position,
            Source = "shop",
            ReceivedAt = Make.Start,
            Body = i.Customer is null ? Some.Utf8(i.Id) : Some.Item(i.Id, i.Customer).Body,
        }).ToImmutableArray();
        _chunks.Writer.TryWrite(() => new LogChunk { Records = records, ReadThrough = through });
        return _position;
    }

    public void Fail(Exception exception) => Fail(() => exception);

    /// <summary>Fails the poll that comes to it, with what is made then.</summary>
    public void Fail(Func<Exception> exception) => _chunks.Writer.TryWrite(() => throw exception());

    /// <summary>Completes with the next poll; each is counted once. What was polled before it is spread by then.</summary>
    public Task PolledAsync(int times = 1) => _polled.NextAsync(times);

    public Task StoredAsync() => _stores.NextAsync();

    public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
    {
        _asked.Enqueue(countMax);
        _polled.Add();
        return (await _chunks.Reader.ReadAsync(cancellationToken))();
    }

    public Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stores.Add();
            if (StoreFails is { } failure)
            {
                throw failure;
            }

            Last = (position, readThrough);
            return Task.CompletedTask;
        }
    }
}
