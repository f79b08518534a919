using System.Text;
using Confluent.Kafka;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>What goes into the intake topic: accepted is what the brokers acknowledged.</summary>
public sealed class KafkaAppendTests : IAsyncLifetime
{
    private const int NotLeader = 6;
    private const int NotEnoughReplicas = 19;
    private const int NotAuthorized = 29;
    private const int HangUp = -195;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KafkaBed _bed = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private ITouchpointLog Log(params (string, string)[] settings) => _bed.Process(settings).GetRequiredService<ITouchpointLog>();

    [Fact]
    public async Task Append_ManyCustomers_EachInItsOrderInOnePartition()
    {
        var log = Log();
        foreach (var items in KafkaBed.Items(60, customers: 7).Chunk(5))
        {
            await log.AppendAsync([.. items], None);
        }

        var records = _bed.ReadAll(KafkaBed.Topic);
        Assert.Equal(60, records.Length);
        foreach (var customer in records.GroupBy(r => Encoding.UTF8.GetString(r.Message.Key!)))
        {
            Assert.Single(customer.Select(r => r.Partition).Distinct());
            var bodies = customer.Select(r => Some.Text(r.Message.Value)).ToList();
            Assert.Equal(bodies.Order(StringComparer.Ordinal), bodies);
        }
    }

    [Fact]
    public async Task Append_Key_LiesWhereAJavaProducerPutsIt()
    {
        // (murmur2(key) & 0x7fffffff) % partitions, as Java's default partitioner has it.
        var log = Log();
        await log.AppendAsync([.. Enumerable.Range(0, 40).Select(i => Some.Item($"t-{i}", $"customer {i}"))], None);

        Assert.All(_bed.ReadAll(KafkaBed.Topic), r => Assert.Equal((int)((Murmur2(r.Message.Key!) & 0x7fffffff) % KafkaBed.Partitions), r.Partition.Value));
    }

    [Theory]
    [InlineData(NotLeader)]
    [InlineData(NotEnoughReplicas)]
    [InlineData(HangUp)]
    public async Task Append_BrokerFailsForAWhile_IsAcknowledgedInTheEnd(int error)
    {
        _bed.Cluster.Fail(KafkaApi.Produce, error, times: 3);
        await Log().AppendAsync(KafkaBed.Items(20), None).WaitAsync(WatchedClock.Patience);

        var records = _bed.ReadAll(KafkaBed.Topic);
        Assert.Equal(20, records.Select(r => Some.Text(r.Message.Value)).Distinct().Count());
        if (error != HangUp)
        {
            // The mock does not know a repeated batch by its sequence, as brokers do.
            Assert.Equal(20, records.Length);
        }
    }

    [Fact]
    public async Task Append_BrokerRefuses_Throws()
    {
        _bed.Cluster.Fail(KafkaApi.Produce, NotAuthorized, times: 20);

        await Assert.ThrowsAsync<LogUnreachableException>(() => Log().AppendAsync(KafkaBed.Items(1), None).WaitAsync(WatchedClock.Patience));
    }

    [Fact]
    public async Task Append_BrokersAway_ThrowsInTimeAndWorksAgainOnceTheyAreBack()
    {
        var log = Log(("MessageTimeout", "00:00:03"));
        await log.AppendAsync(KafkaBed.Items(1), None);
        _bed.Cluster.Down();

        var gone = await Assert.ThrowsAsync<LogUnreachableException>(() => log.AppendAsync(KafkaBed.Items(3, from: 1), None).WaitAsync(WatchedClock.Patience));
        Assert.Contains("3 touchpoints", gone.Message, StringComparison.Ordinal);

        _bed.Cluster.Up();
        var accepted = false;
        for (var tries = 0; tries < 20 && !accepted; tries++)
        {
            try
            {
                await log.AppendAsync(KafkaBed.Items(1, from: 9), None);
                accepted = true;
            }
            catch (LogUnreachableException)
            {
                // The connection is not back yet.
            }
        }

        Assert.True(accepted);
        Assert.Contains(_bed.ReadAll(KafkaBed.Topic), r => Some.Text(r.Message.Value).Contains("t-000009", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Append_MoreWaitThanTheBound_IsBusyAndForgetsNothing()
    {
        var log = Log(("AppendWaitingMax", "5"));
        await log.AppendAsync(KafkaBed.Items(1), None);
        _bed.Cluster.Delay(TimeSpan.FromMilliseconds(500));
        var first = log.AppendAsync(KafkaBed.Items(4, from: 1), None);

        await Assert.ThrowsAsync<LogBusyException>(() => log.AppendAsync(KafkaBed.Items(2, from: 5), None));
        await first.WaitAsync(WatchedClock.Patience);
        _bed.Cluster.Delay(TimeSpan.Zero);
        await log.AppendAsync(KafkaBed.Items(2, from: 5), None).WaitAsync(WatchedClock.Patience);

        Assert.Equal(7, _bed.ReadAll(KafkaBed.Topic).Length);
    }

    [Fact]
    public async Task Append_BatchLargerThanEveryBound_IsTakenWhole()
    {
        await Log(("AppendWaitingMax", "3")).AppendAsync(KafkaBed.Items(50), None).WaitAsync(WatchedClock.Patience);

        Assert.Equal(50, _bed.ReadAll(KafkaBed.Topic).Length);
    }

    [Fact]
    public async Task TakeBack_LastAnswerCameMeanwhile_ThereIsRoom()
    {
        var batch = new AppendBatch(2, () => { });
        batch.Sending();
        var reports = batch.Reports;
        batch.Sending();
        batch.Report(new Confluent.Kafka.Error(Confluent.Kafka.ErrorCode.NoError));

        Assert.True(await batch.TakeBackAsync(reports));

        // Nothing of this batch is under way, and nothing came: the queue is full of others.
        reports = batch.Reports;
        batch.Sending();
        Assert.False(await batch.TakeBackAsync(reports));
    }

    private static uint Murmur2(byte[] data)
    {
        const uint m = 0x5bd1e995;
        var hash = 0x9747b28c ^ (uint)data.Length;
        var i = 0;
        for (; i + 4 <= data.Length; i += 4)
        {
            var k = BitConverter.ToUInt32(data, i) * m;
            k = (k ^ (k >> 24)) * m;
            hash = (hash * m) ^ k;
        }

        for (var left = data.Length - i; left > 0; left--)
        {
            hash ^= (uint)data[i + left - 1] << (8 * (left - 1));
            if (left == 1)
            {
                hash *= m;
            }
        }

        hash = (hash ^ (hash >> 13)) * m;
        return hash ^ (hash >> 15);
    }
}
