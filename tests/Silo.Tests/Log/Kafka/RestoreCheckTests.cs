using System.Collections.Concurrent;
using Confluent.Kafka;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>What is found out of a group and of topics before anything is read.</summary>
public sealed class RestoreCheckTests : IAsyncLifetime
{
    private const string Actions = "actions";
    private const int Partition = 2;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KafkaBed _bed = new();
    private readonly Told _told = new();
    private readonly MemorySentBefore _sent = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private RestoreCheck Check(params (string Name, string Value)[] settings)
    {
        var services = _bed.Process(settings);
        return ActivatorUtilities.CreateInstance<RestoreCheck>(services, new List<ISentBefore> { _sent }, (ILogger<RestoreCheck>)_told);
    }

    private async Task ProduceAsync(string topic, int count, int bytes, bool withIds)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = _bed.Cluster.BootstrapServers, LingerMs = 0, BatchNumMessages = 1, MessageMaxBytes = 2_000_000 }).Build();
        for (var i = 0; i < count; i++)
        {
            var headers = new Headers();
            if (withIds)
            {
                headers.Add(ActionsTopic.IdHeader, Some.Utf8($"a-{i}"));
            }

            await producer.ProduceAsync(new TopicPartition(topic, Partition), new Message<byte[], byte[]> { Value = new byte[bytes], Headers = headers });
        }
    }

    private void Commit(long offset)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _bed.Cluster.BootstrapServers, GroupId = "cx-orchestrator" }).Build();
        consumer.Assign(new TopicPartition(KafkaBed.Topic, Partition));
        consumer.Commit([new TopicPartitionOffset(KafkaBed.Topic, Partition, offset)]);
    }

    [Fact]
    public async Task Check_GroupAhead_KeepsTheTopicsIdsAndSaysHowManyAreReadAgain()
    {
        _bed.Cluster.CreateTopic(Actions, KafkaBed.Partitions);
        await ProduceAsync(KafkaBed.Topic, 10, 10, withIds: false);
        await ProduceAsync(Actions, 3, 10, withIds: true);
        Commit(7);
        using var check = Check(("ActionsTopic", Actions));

        Assert.True(await check.WasSentAsync("a-2", None));
        Assert.False(await check.WasSentAsync("a-3", None));
        Assert.Equal(["2051: 7", "2052: 3"], _told.Lines);
    }

    [Fact]
    public async Task Check_RecordsThatTheTopicHasNoMore_SaysHowManyWillNeverBeRead()
    {
        // The mock keeps the last five MiB.
        await ProduceAsync(KafkaBed.Topic, 12, 1 << 20, withIds: false);
        Commit(12);
        using var check = Check();
        await check.CheckAsync(None);
        Assert.Contains("2051: 12", _told.Lines);
        var gone = Assert.Single(_told.Lines, l => l.StartsWith("2053: ", StringComparison.Ordinal));
        Assert.InRange(int.Parse(gone.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture), 6, 8);
    }

    [Fact]
    public async Task Check_GroupThatIsNotAhead_ReadsNothing()
    {
        await ProduceAsync(KafkaBed.Topic, 3, 10, withIds: false);
        using var check = Check(("ActionsTopic", "missing"));
        Assert.False(await check.WasSentAsync("a-1", None));
        Assert.Empty(_told.Lines);
    }

    private sealed class MemorySentBefore : ISentBefore
    {
        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

        public async Task<long> AddAsync(IAsyncEnumerable<IReadOnlyList<string>> ids, CancellationToken cancellationToken)
        {
            await foreach (var some in ids.WithCancellation(cancellationToken))
            {
                _ids.UnionWith(some);
            }

            return _ids.Count;
        }

        public Task<bool> HasAsync(string action, CancellationToken cancellationToken) => Task.FromResult(_ids.Contains(action));

        public Task<bool> AnyAsync(CancellationToken cancellationToken) => Task.FromResult(_ids.Count > 0);
    }

    /// <summary>Ids of events with their numbers.</summary>
    private sealed class Told : ILogger<RestoreCheck>
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = (IReadOnlyList<KeyValuePair<string, object?>>)state!;
            Lines.Enqueue($"{eventId.Id}: {values.First(v => v.Value is long).Value}");
        }
    }
}
