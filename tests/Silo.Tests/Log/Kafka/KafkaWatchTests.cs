using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.Silo.Tests.Telemetry;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>What the brokers say of the log, whether or not anybody reads it, and what health says of it.</summary>
public sealed class KafkaWatchTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly KafkaBed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    public async Task Ends_OfTopicsThatNobodyReads_AreWhatTheBrokersHold()
    {
        await ProduceAsync(partition: 2, count: 10);
        await ProduceAsync(partition: 3, count: 5);
        _bed.Cluster.DeleteRecords(KafkaBed.Topic, 3, before: 2);

        var ends = await EndsAsync(_bed.Process());

        Assert.Equal([0L, 0L, 10L, 3L], ends.Select(e => e.After(-1)));
        Assert.Equal([0L, 0L, 6L, 1L], ends.Select(e => e.After(3)));
    }

    [Fact]
    public async Task Ends_BrokersGone_AreNotKnownAndComeBackByThemselves()
    {
        var process = _bed.Process(("RequestTimeout", "00:00:01"));
        await EndsAsync(process);
        _bed.Cluster.Down();
        await UntilAsync(async () => await process.GetRequiredService<ILogEnds>().ReadAsync(None) is null, "the brokers to be missed");
        _bed.Cluster.Up();
        Assert.Equal(KafkaBed.Partitions, (await EndsAsync(process)).Length);
    }

    [Fact]
    public async Task Ends_StoreDoesNotAnswer_AreThoseOfTheBrokersAndTheStoreIsAskedOnce()
    {
        var process = _bed.Process();
        var ends = process.GetRequiredService<ILogEnds>();
        await EndsAsync(process);
        using var away = _bed.Progress.Away();
        await ProduceAsync(partition: 1, count: 3);

        await UntilAsync(async () => (await ends.ReadAsync(None))?.Sum(e => e.After(-1)) == 3, "the three to be counted");
        await UntilAsync(async () => await ends.ReadAsync(None) is not null && _bed.Progress.Waiting > 0, "the store to be asked");
        for (var again = 0; again < 3; again++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(310), TimeProvider.System, None);
            Assert.NotNull(await ends.ReadAsync(None));
        }

        Assert.Equal(1, _bed.Progress.Waiting);
    }

    [Fact]
    public async Task Partitions_ReadByNobody_AreNamedUntilSomebodyReadsThem()
    {
        var process = _bed.Process(("UnreadAfter", "00:00:01"));
        var watch = process.GetRequiredService<KafkaWatch>();
        using var probe = new MeterProbe(process.GetRequiredService<IMeterFactory>().Create(TelemetryNames.Product));
        Assert.Equal(0, probe.Gauge(TelemetryNames.PartitionsUnread, $"log={KafkaBed.Topic}"));

        await SaysAsync(watch, h => h.Partitions is not null, "that nobody reads");
        Assert.StartsWith($"4 of 4 partitions are read by nobody ({KafkaBed.Topic} 0, 1, 2, 3)", watch.Current.Partitions, StringComparison.Ordinal);
        Assert.Equal(4, probe.Gauge(TelemetryNames.PartitionsUnread, $"log={KafkaBed.Topic}"));

        _bed.Silo();
        await SaysAsync(watch, h => h.Partitions is null, "that all are read");
        Assert.Equal(0, probe.Gauge(TelemetryNames.PartitionsUnread, $"log={KafkaBed.Topic}"));
    }

    [Fact]
    public async Task Broker_Gone_IsSaidWithTheCureAndForgottenOnceItAnswers()
    {
        var process = _bed.Process(("RequestTimeout", "00:00:01"));
        var watch = process.GetRequiredService<KafkaWatch>();
        await SaysAsync(watch, h => h.Broker is null, "that they answer");

        _bed.Cluster.Down();
        await SaysAsync(watch, h => h.Broker is not null, "that they do not answer");
        Assert.Contains("Kafka:BootstrapServers", watch.Current.Broker, StringComparison.Ordinal);

        _bed.Cluster.Up();
        await SaysAsync(watch, h => h.Broker is null, "that they answer again");
    }

    [Fact]
    public async Task Keys_OfAnotherCustomer_AreAppliedAndSaid()
    {
        var process = _bed.Process();
        var watch = process.GetRequiredService<KafkaWatch>();
        await _bed.ProduceAsync(new Message<byte[], byte[]> { Key = Some.Utf8("c-1"), Value = Some.Item("t-1", "c-1").Body.ToArray() });
        _bed.Silo();
        await _bed.AppliedAsync(1);
        await SaysAsync(watch, h => h.Keys is null, "nothing of keys");

        await _bed.ProduceAsync(new Message<byte[], byte[]> { Key = Some.Utf8("c-2"), Value = Some.Item("t-2", "c-1").Body.ToArray() });
        await _bed.AppliedAsync(2);

        await SaysAsync(watch, h => h.Keys is not null, "that a key is wrong");
        Assert.Contains("let their producer use the customer's id as the key", watch.Current.Keys, StringComparison.Ordinal);
        Assert.Empty(_bed.Letters.Letters);
    }

    [Theory]
    [InlineData("c-1", true)]
    [InlineData("c-12", false)]
    [InlineData("C-1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Fits_Keys_AreTheCustomersId(string? key, bool fits) => Assert.Equal(fits, KeyCheck.Fits(key is null ? null : Some.Utf8(key), "c-1"));

    private static async Task<ImmutableArray<PartitionEnds>> EndsAsync(ServiceProvider process)
    {
        ImmutableArray<PartitionEnds>? ends = null;
        await UntilAsync(async () => (ends = await process.GetRequiredService<ILogEnds>().ReadAsync(None)) is { Length: KafkaBed.Partitions }, "the ends of all partitions");
        return ends!.Value;
    }

    private static Task SaysAsync(KafkaWatch watch, Func<LogHealth, bool> says, string what) => UntilAsync(
        async () =>
        {
            await watch.LookAsync(None);
            return says(watch.Current);
        },
        what);

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < WatchedClock.Patience, $"Waited for {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private async Task ProduceAsync(int partition, int count)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = _bed.Cluster.BootstrapServers }).Build();
        for (var i = 0; i < count; i++)
        {
            await producer.ProduceAsync(new TopicPartition(KafkaBed.Topic, partition), new Message<byte[], byte[]> { Key = [1], Value = [1] });
        }
    }
}
