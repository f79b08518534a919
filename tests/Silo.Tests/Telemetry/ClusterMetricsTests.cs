using Confluent.Kafka;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Telemetry;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Silo.Tests.Log.Kafka;
using CxOrchestrator.Silo.Tests.Postgres;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Telemetry;

/// <summary>What a silo of a cluster says.</summary>
public sealed class ClusterMetricsTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Lag_OfATopicThatNobodyReads_IsAllOfIt()
    {
        await using var bed = new KafkaBed();
        using (var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bed.Cluster.BootstrapServers }).Build())
        {
            for (var i = 0; i < 10; i++)
            {
                await producer.ProduceAsync(new TopicPartition(KafkaBed.Topic, 2), new Message<byte[], byte[]> { Value = [1] });
            }
        }

        var lags = await bed.Process().GetRequiredService<ILogLag>().ReadAsync(None);
        Assert.Equal([0, 0, 10, 0], lags.OrderBy(l => l.Partition).Select(l => l.Records));
        Assert.All(lags, l => Assert.Equal(KafkaBed.Topic, l.Log));
    }

    [Fact]
    public async Task Gauges_AtRest_AddUpUnderTheTopicsName()
    {
        using var brokers = new MockCluster();
        brokers.CreateTopic(ClusterSilo.Topic, 2);
        await using var silo = new ClusterSilo(await postgres.NewDatabaseAsync(), brokers);
        await silo.StartAsync();
        using var probe = new MeterProbe(silo.Get<SiloMetrics>().Meter);
        await silo.AppendAsync(Enumerable.Range(0, 30).Select(i => Make.Touchpoint("note", Make.Start, $"t-{i}", new CustomerId($"c-{i % 5}"), "shop")));
        await silo.ReceivedAsync(30);

        Assert.Equal(30, probe.Sum(TelemetryNames.Applied, "source=shop"));
        await EmbeddedSilo.UntilAsync(
            async () =>
            {
                await silo.Get<StoreSampler>().SampleAsync(None);
                return probe.Gauge(TelemetryNames.LedgerDifference) == 0 && probe.Gauge(TelemetryNames.Lag, "log=touchpoints,partition=0") == 0;
            },
            "positions to be stored");
        Assert.Equal((0.0, 5.0, 2.0), (probe.Gauge(TelemetryNames.LedgerWaiting), probe.Gauge(TelemetryNames.Customers), probe.Gauge(TelemetryNames.PartitionsRead)));
        Assert.NotNull(probe.Gauge(TelemetryNames.LagTime, "log=touchpoints,partition=1"));
        Assert.NotEmpty(probe.Recorded(TelemetryNames.TransactionTime));
    }
}
