using System.Collections.Immutable;
using System.Text;
using Confluent.Kafka;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>Records in all forms, and brokers in all states.</summary>
public sealed class KafkaReadingTests : IAsyncLifetime
{
    private const int NotLeader = 6;
    private const int CoordinatorLoading = 14;
    private const int HangUp = -195;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KafkaBed _bed = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private static Message<byte[], byte[]> Message(string key, string? value, params (string Name, string Value)[] headers)
    {
        var message = new Message<byte[], byte[]> { Key = Some.Utf8(key), Value = value is null ? null! : Some.Utf8(value), Headers = [] };
        foreach (var (name, text) in headers)
        {
            message.Headers.Add(name, Some.Utf8(text));
        }

        return message;
    }

    [Fact]
    public async Task Read_CloudEventsOfBothModes_ReachTheirCustomersAsNativeOnes()
    {
        const string structured =
            """{"specversion":"1.0","id":"e-1","source":"/shop/ü","type":"order.placed","subject":"c-1","time":"2026-03-03T12:00:00Z","data":{"channel":"web","attributes":{"order":"4711"}}}""";
        await _bed.ProduceAsync(
            Message("c-1", structured, ("content-type", "application/cloudevents+json; charset=UTF-8")),
            Message(
                "c-2",
                """{"channel":"app"}""",
                ("ce_specversion", "1.0"), ("ce_id", "e-2"), ("ce_source", "/shop/ü %20"), ("ce_type", "order.placed"), ("ce_subject", "c-2"),
                ("ce_time", "2026-03-03T12:00:00Z"), ("content-type", "application/json")),
            Message("c-3", Some.Text(KafkaBed.Items(1)[0].Body), ("content-type", "application/json")));

        var records = await ReadAsync(3);
        var read = records.Select(r => TouchpointJson.Read(r.Body.Span).Touchpoint!).OrderBy(t => t.Customer.Value).ToList();
        Assert.Equal(["c-0", "c-1", "c-2"], read.Select(t => t.Customer.Value));
        Assert.Equal(["shop", "/shop/ü", "/shop/ü %20"], read.Select(t => t.Identity.Source));
        Assert.Equal([null, "web", "app"], read.Select(t => t.Channel));
        Assert.All(records, r => Assert.Equal(r.Source, r.Reading!.Touchpoint!.Identity.Source));
    }

    [Fact]
    public async Task Read_Unreadable_GoesToBothDeadLettersWithBytesAndHeadersAndHoldsNobodyUp()
    {
        var ahead = Some.Text(Some.Item("t-9", "c-9", at: TimeProvider.System.GetUtcNow().AddDays(2)).Body);
        ImmutableArray<Message<byte[], byte[]>> poison =
        [
            Message("c-1", "{nonsense", ("trace", "abc")),
            Message("c-1", """{"channel":1}""", ("ce_specversion", "1.0"), ("ce_id", "e-2"), ("ce_source", "s"), ("ce_type", "t"), ("ce_time", "nonsense"), ("ce_subject", "c-1")),
            Message("c-1", "avro", ("content-type", "application/cloudevents+avro")),
            Message("c-1", null),
            Message("c-9", ahead),
        ];
        await _bed.ProduceAsync(poison);
        await _bed.ProduceAsync(Message("c-1", Some.Text(Some.Item("t-1", "c-1").Body)));
        var silo = _bed.Silo(("DeadLetterTopic", "dead"));
        await _bed.AppliedAsync(1);
        await _bed.ReceivedAsync(5, $"kafka:{KafkaBed.Topic}");
        await KafkaBed.UntilAsync(() => _bed.Progress.Stored.Values.Sum(p => p.Position + 1) == 6, () => "positions to reach the end");
        await silo.StopAsync();

        Assert.Equal(5, _bed.Letters.Letters.Count);
        Assert.Equal(poison.Select(p => Some.Text(p.Value ?? [])).Order(), _bed.Letters.Letters.Select(l => Some.Text(l.Body)).Order());
        Assert.Equal(["c-1", "c-1", "c-1", "c-1", "c-9"], _bed.Letters.Letters.Select(l => l.Customer).Order());
        Assert.Contains(_bed.Letters.Letters, l => l.Detail.Contains("ce_time", StringComparison.Ordinal));
        Assert.Contains(_bed.Letters.Letters, l => l.Detail.Contains("ahead of this clock", StringComparison.Ordinal));

        var dead = _bed.ReadAll("dead");
        Assert.Equal(5, dead.Length);
        var first = dead.Single(d => d.Message.Value is { } value && Some.Text(value) == "{nonsense");
        Assert.Equal("c-1", Some.Text(first.Message.Key));
        Assert.Equal("abc", Header(first, "trace"));
        Assert.Equal("unreadable", Header(first, DeadLetterTopic.ReasonHeader));
        Assert.Contains("not JSON", Header(first, DeadLetterTopic.DetailHeader), StringComparison.Ordinal);
        Assert.Equal(5, dead.Select(d => Header(d, DeadLetterTopic.OriginHeader)).Distinct().Count());
        Assert.StartsWith($"{KafkaBed.Topic}/", Header(first, DeadLetterTopic.OriginHeader), StringComparison.Ordinal);
        Assert.Single(dead, d => d.Message.Value is null);
    }

    [Fact]
    public async Task Read_TakenByAClockAheadOfTheReaders_IsNoDeadLetter()
    {
        // As far ahead as a gateway takes it, by a gateway whose clock is ahead of this silo's.
        var now = TimeProvider.System.GetUtcNow();
        await _bed.ProduceAsync(Message("c-1", Some.Text(Some.Item("t-1", "c-1", at: now.AddMinutes(9)).Body)));
        var silo = _bed.Silo(_bed.Progress, new FakeTimeProvider(now.AddMinutes(-9)));
        await KafkaBed.UntilAsync(() => _bed.Customers.Count + _bed.Letters.Letters.Count > 0, () => "the touchpoint to be read");
        await silo.StopAsync();
        Assert.Empty(_bed.Letters.Letters);
        Assert.Equal(1, _bed.Customers.Count);
    }

    [Fact]
    public async Task Read_MarkOfATransactionAtTheEnd_DoesNotWaitForGood()
    {
        using (var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = _bed.Cluster.BootstrapServers, TransactionalId = "shop" }).Build())
        {
            producer.InitTransactions(WatchedClock.Patience);
            producer.BeginTransaction();
            await producer.ProduceAsync(new TopicPartition(KafkaBed.Topic, 0), Message("c-1", Some.Text(Some.Item("t-1", "c-1").Body)));
            producer.CommitTransaction(WatchedClock.Patience);
        }

        var silo = _bed.Silo();
        var ends = silo.Services.GetRequiredService<ILogEnds>();
        await _bed.AppliedAsync(1);

        PartitionEnds? end = null;
        await KafkaBed.UntilAsync(
            () => (end = ends.ReadAsync(None).GetAwaiter().GetResult()?.FirstOrDefault(e => e.Partition == 0)) is { Next: > 0 }
                && _bed.Progress.Stored.GetValueOrDefault((end.Log, 0)) is { } stored && end.After(stored.Position) == 0 && end.After(stored.ReceivedTo) == 0,
            () => $"nothing to wait in {end}; stored is {(end is null ? null : _bed.Progress.Stored.GetValueOrDefault((end.Log, 0)))}");
        Assert.Equal(1, _bed.Progress.Received.Values.Sum());
    }

    [Fact]
    public async Task Read_DeadLetterTopicRefuses_GoesOn()
    {
        await _bed.ProduceAsync(Message("c-1", "{"), Message("c-1", Some.Text(Some.Item("t-1", "c-1").Body)));
        _bed.Cluster.Fail(KafkaApi.Produce, error: 29, times: 5);
        _bed.Silo(("DeadLetterTopic", "dead"));

        await KafkaBed.UntilAsync(() => _bed.Progress.Stored.Values.Sum(p => p.Position + 1) == 2, () => "positions to reach the end");
        Assert.Single(_bed.Letters.Letters);
    }

    [Fact]
    public async Task Read_BrokersGoAndComeBack_EveryTouchpointIsAppliedOnceInOrder()
    {
        var silo = _bed.Silo();
        await silo.Log.AppendAsync(KafkaBed.Items(100), None);
        await _bed.AppliedAsync(100);

        _bed.Cluster.Down();
        var whileDown = silo.Log.AppendAsync(KafkaBed.Items(100, from: 100), None);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        _bed.Cluster.Up();
        await whileDown.WaitAsync(WatchedClock.Patience);

        await _bed.AppliedAsync(200);
        await _bed.ReceivedAsync(200);
        Assert.Equal(200, _bed.Customers.Count);
    }

    [Theory]
    [InlineData(KafkaApi.Fetch, NotLeader)]
    [InlineData(KafkaApi.Fetch, HangUp)]
    [InlineData(KafkaApi.OffsetCommit, CoordinatorLoading)]
    [InlineData(KafkaApi.OffsetCommit, HangUp)]
    [InlineData(KafkaApi.ListOffsets, NotLeader)]
    [InlineData(KafkaApi.Heartbeat, HangUp)]
    public async Task Read_RequestsFailForAWhile_EveryTouchpointIsAppliedOnce(KafkaApi api, int error)
    {
        var silo = _bed.Silo();
        await silo.Log.AppendAsync(KafkaBed.Items(50), None);
        await _bed.AppliedAsync(50);

        _bed.Cluster.Fail(api, error, times: 5);
        await silo.Log.AppendAsync(KafkaBed.Items(50, from: 50), None).WaitAsync(WatchedClock.Patience);

        await _bed.AppliedAsync(100);
        await _bed.ReceivedAsync(100);
        await KafkaBed.UntilAsync(() => _bed.Committed().Where(o => o > 0).Sum() == 100, () => $"all to be committed; {string.Join(", ", _bed.Committed())} are");
        Assert.Equal(100, _bed.Customers.Count);
    }

    [Fact]
    public async Task Read_PartitionWithoutLeader_OthersAreReadAndTimeStandsStill()
    {
        var silo = _bed.Silo();
        var through = silo.Services.GetRequiredService<IReadThrough>();
        await silo.Log.AppendAsync(KafkaBed.Items(40), None);
        await _bed.ReceivedAsync(40);
        var home = _bed.ReadAll(KafkaBed.Topic).GroupBy(r => r.Partition.Value).First().Key;
        _bed.Cluster.SetLeader(KafkaBed.Topic, home, broker: null);

        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        var stands = await through.ThroughAsync(None);
        Assert.NotNull(stands);
        await _bed.ProduceToOthersAsync(home);
        await _bed.AppliedAsync(41);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        var still = await through.ThroughAsync(None);
        Assert.True(TimeProvider.System.GetUtcNow() - still > TimeSpan.FromSeconds(2.5), $"Read through {still:O} although a partition cannot be read.");

        _bed.Cluster.SetLeader(KafkaBed.Topic, home, broker: 1);
        await KafkaBed.UntilAsync(() => silo.Progress.Through > still, () => "time to go on");
    }

    [Fact]
    public async Task Read_TwoSilos_ThroughIsWhatBothHaveRead()
    {
        var first = _bed.Silo();
        var second = _bed.Silo();
        await first.Log.AppendAsync(KafkaBed.Items(40), None);
        await _bed.ReceivedAsync(40);
        var begun = TimeProvider.System.GetUtcNow();

        DateTimeOffset? through = null;
        await KafkaBed.UntilAsync(
            () => (through = first.Services.GetRequiredService<IReadThrough>().ThroughAsync(None).AsTask().GetAwaiter().GetResult()) > begun,
            () => $"all to be read past {begun:O}; it is {through:O}");
        await second.StopAsync();
    }

    [Fact]
    public async Task Read_ReaderIsSlow_PartitionIsPausedAndEverythingComesInOrder()
    {
        var gate = new TaskCompletionSource();
        _bed.Customers.Gate = gate.Task;
        var silo = _bed.Silo(("QueueMax", "10"));
        await silo.Log.AppendAsync(KafkaBed.Items(2_000), None);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        gate.SetResult();

        await _bed.AppliedAsync(2_000);
        for (var customer = 0; customer < 10; customer++)
        {
            var applied = _bed.Customers.Applied($"c-{customer}");
            Assert.Equal(applied.Order(StringComparer.Ordinal), applied);
        }

        Assert.Equal(0, _bed.Customers.Redelivered);
    }

    [Fact]
    public async Task Run_TopicIsNotThereYet_IsReadOnceItIs()
    {
        var silo = _bed.Silo(("Topics:0", "later"));
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        _bed.Cluster.CreateTopic("later", 2);
        await silo.Log.AppendAsync(KafkaBed.Items(20), None).WaitAsync(WatchedClock.Patience);

        await _bed.AppliedAsync(20);
    }

    [Fact]
    public async Task Run_SeveralTopics_EachIsItsOwnLog()
    {
        _bed.Cluster.CreateTopic("more", 3);
        var silo = _bed.Silo(("Topics:1", "more"), ("IntakeTopic", "more"));
        await silo.Log.AppendAsync(KafkaBed.Items(30), None);
        await _bed.ProduceAsync(KafkaBed.Items(30, from: 30).Select(i => Message(i.Customer.Value, Some.Text(i.Body))));

        await _bed.AppliedAsync(60);
        await silo.ReadsAsync(KafkaBed.Partitions + 3);
        Assert.Equal(2, silo.Reading.Select(r => r.Log).Distinct().Count());
        Assert.Equal(KafkaBed.Partitions + 3, silo.Services.GetRequiredService<ITouchpointSource>().Partitions);
    }

    /// <summary>What a reader is given.</summary>
    private async Task<ImmutableArray<LogRecord>> ReadAsync(int count)
    {
        await using var log = await LogReaders.StartAsync(_bed.Process().GetRequiredService<ITouchpointSource>());
        var records = await log.ReadAllAsync();
        Assert.Equal(count, records.Length);
        return records;
    }

    private static string Header(ConsumeResult<byte[]?, byte[]?> record, string name) => Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(name));
}
