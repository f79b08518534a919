using CxOrchestrator.MockBroker;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>Processes that come, go and fail: every touchpoint is applied once and counted once.</summary>
public sealed class KafkaGroupTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KafkaBed _bed = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    public async Task Read_OneSilo_AppliesEachCustomerInOrderAndStoresTheEnd()
    {
        var silo = _bed.Silo();
        await silo.Log.AppendAsync(KafkaBed.Items(200), None);
        await _bed.AppliedAsync(200);
        await silo.StopAsync();

        AssertAppliedOnce(200);
        Assert.Equal(0, _bed.Customers.Redelivered);
        Assert.Equal(200, _bed.Progress.Received["shop"]);
        Assert.Equal(200, _bed.Progress.Stored.Values.Sum(p => p.Position + 1));

        // Stored first, then for the group: it commits what was stored.
        Assert.Equal(200, _bed.Committed().Where(o => o >= 0).Sum());
    }

    [Fact]
    public async Task Read_CrashBeforePositionsWereStored_RedeliversAndDoublesNothing()
    {
        var dying = new MemoryProgress();
        var first = _bed.Silo(dying);
        await first.ReadsAsync(KafkaBed.Partitions);
        dying.Fails = new IOException("the process is about to die");
        await first.Log.AppendAsync(KafkaBed.Items(100), None);
        await _bed.AppliedAsync(100);
        await first.StopAsync();
        Assert.All(_bed.Committed(), offset => Assert.True(offset <= 0));

        var second = _bed.Silo();
        await _bed.ReceivedAsync(100);
        await second.StopAsync();

        AssertAppliedOnce(100);
        Assert.Equal(100, _bed.Customers.Redelivered);
        Assert.Equal(100, _bed.Progress.Received["shop"]);
    }

    [Fact]
    public async Task Read_StoreOutcomeUnknown_CountsReceivedOnce()
    {
        var silo = _bed.Silo();
        for (var i = 0; i < 10; i++)
        {
            _bed.Progress.FailsAfterStore = new IOException("the connection broke after the commit");
            await silo.Log.AppendAsync(KafkaBed.Items(10, from: i * 10), None);
            await _bed.ReceivedAsync((i + 1) * 10);
        }

        await silo.StopAsync();
        Assert.Equal(100, _bed.Progress.Received["shop"]);
        Assert.Equal(100, _bed.Progress.Stored.Values.Sum(p => p.ReceivedTo + 1));
    }

    [Fact]
    public async Task Read_ProgressStoreDown_BeginsByItselfOnceItIsBack()
    {
        _bed.Progress.Fails = new IOException("down");
        var silo = _bed.Silo();
        await silo.Log.AppendAsync(KafkaBed.Items(20), None);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        Assert.Equal(0, _bed.Customers.Count);

        _bed.Progress.Fails = null;
        await _bed.AppliedAsync(20);
        await _bed.ReceivedAsync(20);
        AssertAppliedOnce(20);
    }

    [Fact]
    public async Task Read_GroupOffsetsLost_BeginsAtTheStoredProgress()
    {
        var first = _bed.Silo();
        await first.Log.AppendAsync(KafkaBed.Items(50), None);
        await _bed.ReceivedAsync(50);
        await first.StopAsync();

        var second = _bed.Silo(("GroupId", "another"));
        await second.Log.AppendAsync(KafkaBed.Items(50, from: 50), None);
        await _bed.ReceivedAsync(100);
        await second.StopAsync();

        AssertAppliedOnce(100);
        Assert.Equal(0, _bed.Customers.Redelivered);
        Assert.Equal(100, _bed.Progress.Received["shop"]);
    }

    [Fact]
    public async Task Read_SilosComeAndGoUnderLoad_EveryRecordOnceAndPositionsAtTheEnd()
    {
        const int count = 3_000;
        var first = _bed.Silo();
        var producing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i += 50)
            {
                await first.Log.AppendAsync(KafkaBed.Items(50, customers: 40, from: i), None);
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        });
        await first.ReadsAsync(KafkaBed.Partitions);

        var second = _bed.Silo();
        await second.ReadsAsync(2);
        await first.ReadsAsync(2);
        var third = _bed.Silo();
        await third.ReadsAsync(1);
        await second.StopAsync();
        await KafkaBed.UntilAsync(() => first.Reading.Concat(third.Reading).Distinct().Count() == KafkaBed.Partitions, () => "all partitions to be read by two");
        await producing.WaitAsync(WatchedClock.Patience);

        await _bed.AppliedAsync(count);
        await _bed.ReceivedAsync(count);
        await KafkaBed.UntilAsync(() => _bed.Committed().Sum() == count, () => $"the group to have committed all; it has {string.Join(", ", _bed.Committed())}");
        await first.StopAsync();
        await third.StopAsync();

        AssertAppliedOnce(count, customers: 40);
        Assert.Equal(count, _bed.Progress.Received["shop"]);
        Assert.Equal(count, _bed.Progress.Stored.Values.Sum(p => p.Position + 1));
    }

    [Fact]
    public async Task Read_PartitionRevoked_IsDrainedAndStoredFirst()
    {
        var first = _bed.Silo();
        await first.ReadsAsync(KafkaBed.Partitions);
        var gate = new TaskCompletionSource();
        _bed.Customers.Gate = gate.Task;
        await first.Log.AppendAsync(KafkaBed.Items(40), None);

        // The second asks for half of the partitions while their touchpoints are in flight.
        var second = _bed.Silo();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        Assert.Empty(second.Reading);
        gate.SetResult();

        await second.ReadsAsync(2);
        await _bed.AppliedAsync(40);
        await first.StopAsync();
        await second.StopAsync();
        AssertAppliedOnce(40);
        Assert.Equal(0, _bed.Customers.Redelivered);
    }

    [Fact]
    public async Task Read_DrainTakesTooLong_OthersGoOnAndNothingIsLost()
    {
        var first = _bed.Silo(("DrainWithin", "00:00:00.200"));
        await first.ReadsAsync(KafkaBed.Partitions);
        var gate = new TaskCompletionSource();
        _bed.Customers.Gate = gate.Task;
        await first.Log.AppendAsync(KafkaBed.Items(40), None);

        var second = _bed.Silo();
        await second.ReadsAsync(2);
        gate.SetResult();

        await _bed.AppliedAsync(40);
        await _bed.ReceivedAsync(40);
        AssertAppliedOnce(40);
    }

    [Fact]
    public async Task Read_SameCustomerInTwoPartitions_LosesAndDoublesNothing()
    {
        var silo = _bed.Silo();
        await silo.Log.AppendAsync(KafkaBed.Items(30, customers: 1), None);

        // Another producer keys by something else, and repeats one.
        await _bed.ProduceAsync(Enumerable.Range(29, 31).Select(i => new Confluent.Kafka.Message<byte[], byte[]>
        {
            Key = Some.Utf8($"order {i}"),
            Value = KafkaBed.Items(1, customers: 1, from: i)[0].Body.ToArray(),
        }));

        await _bed.ReceivedAsync(61);
        await silo.StopAsync();
        Assert.Equal(60, _bed.Customers.Count);
        Assert.Equal(60, _bed.Customers.Applied("c-0").Distinct().Count());
        Assert.Equal(1, _bed.Customers.Duplicates);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_TopicMadeAnewWhileNobodyReads_IsReadFromItsBeginning(bool withoutTopicIds)
    {
        if (withoutTopicIds)
        {
            _bed.Cluster.Limit(KafkaApi.Metadata, 5);
        }

        var first = _bed.Silo();
        await first.Log.AppendAsync(KafkaBed.Items(200), None);
        await _bed.ReceivedAsync(200);
        await first.StopAsync();

        _bed.Cluster.DeleteTopic(KafkaBed.Topic);
        _bed.Cluster.CreateTopic(KafkaBed.Topic, KafkaBed.Partitions);
        var writer = _bed.Silo();
        await writer.Log.AppendAsync(KafkaBed.Items(40, from: 200), None);

        await _bed.AppliedAsync(240);
        await _bed.ReceivedAsync(240);
        await writer.StopAsync();
        AssertAppliedOnce(240);
        Assert.Equal(240, _bed.Progress.Received["shop"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_TopicMadeAnewWhileItIsRead_IsReadFromItsBeginning(bool withoutTopicIds)
    {
        if (withoutTopicIds)
        {
            _bed.Cluster.Limit(KafkaApi.Metadata, 5);
        }

        var silo = _bed.Silo();
        await silo.Log.AppendAsync(KafkaBed.Items(100), None);
        await _bed.ReceivedAsync(100);

        _bed.Cluster.DeleteTopic(KafkaBed.Topic);
        _bed.Cluster.CreateTopic(KafkaBed.Topic, KafkaBed.Partitions);
        var writer = _bed.Process().GetRequiredService<CxOrchestrator.Storage.Log.ITouchpointLog>();
        await writer.AppendAsync(KafkaBed.Items(40, from: 100), None);

        await _bed.AppliedAsync(140);
        AssertAppliedOnce(140);
    }

    [Fact]
    public async Task Read_RecordsExpiredBeforeTheyWereRead_GoesOnWithTheOldestThereIs()
    {
        var first = _bed.Silo();
        await first.Log.AppendAsync(KafkaBed.Items(40), None);
        await _bed.ReceivedAsync(40);
        await first.StopAsync();

        var writer = _bed.Process().GetRequiredService<CxOrchestrator.Storage.Log.ITouchpointLog>();
        await writer.AppendAsync(KafkaBed.Items(80, from: 40), None);
        var ends = _bed.ReadAll(KafkaBed.Topic).GroupBy(r => r.Partition.Value).ToDictionary(p => p.Key, p => p.Max(r => r.Offset.Value) + 1);
        foreach (var (partition, end) in ends)
        {
            _bed.Cluster.DeleteRecords(KafkaBed.Topic, partition, end);
        }

        var second = _bed.Silo();
        await second.Log.AppendAsync(KafkaBed.Items(40, from: 120), None);
        await _bed.AppliedAsync(80);
        Assert.Equal(KafkaBed.Items(40, from: 120).Length, _bed.Customers.Count - 40);
        await second.StopAsync();
        Assert.Single(_bed.Progress.Stored.Keys.Select(k => k.Log).Distinct());
    }

    private void AssertAppliedOnce(int count, int customers = 10)
    {
        Assert.Equal(count, _bed.Customers.Count);
        for (var customer = 0; customer < customers; customer++)
        {
            var applied = _bed.Customers.Applied($"c-{customer}");
            Assert.Equal(Enumerable.Range(0, count).Where(i => i % customers == customer).Select(i => $"t-{i:D6}"), applied);
        }
    }
}
