using System.Collections.Immutable;
using System.Globalization;
using Confluent.Kafka;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Silo.Tests.Ingestion;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>A mock cluster with one topic of four partitions, and what silos share: progress, customers and dead letters.</summary>
internal sealed class KafkaBed : IAsyncDisposable
{
    public const string Topic = "touchpoints";
    public const int Partitions = 4;

    private readonly List<IAsyncDisposable> _open = [];

    public KafkaBed(int brokers = 1)
    {
        Cluster = new MockCluster(brokers);
        Cluster.CreateTopic(Topic, Partitions);
    }

    public MockCluster Cluster { get; }

    public MemoryProgress Progress { get; } = new();

    public RowCustomers Customers { get; } = new();

    public FakeDeadLetters Letters { get; } = new();

    /// <summary>Services of one process, with settings on top of those that make tests quick.</summary>
    public ServiceProvider Process(params (string Name, string Value)[] settings) => Process(Progress, TimeProvider.System, TimeProvider.System, settings);

    public ServiceProvider Process(IProgressStore progress, TimeProvider journeyClock, TimeProvider clock, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> all = new()
        {
            ["Kafka:BootstrapServers"] = Cluster.BootstrapServers,
            ["Kafka:Topics:0"] = Topic,
            // The mock lets a rebalance wait for all but a second of it.
            ["Kafka:SessionTimeout"] = "00:00:03",
            ["Kafka:RestartPause"] = "00:00:00.050",
            ["Kafka:TopicsLookEvery"] = "00:00:00.300",
            ["Kafka:RequestTimeout"] = "00:00:02",
            ["Kafka:Client:reconnect.backoff.max.ms"] = "200",
            ["Kafka:Client:topic.metadata.refresh.interval.ms"] = "500",
            ["Kafka:Consumer:heartbeat.interval.ms"] = "300",
            ["Kafka:Consumer:auto.commit.interval.ms"] = "200",
            ["Kafka:Consumer:fetch.wait.max.ms"] = "50",
            ["Kafka:Consumer:fetch.error.backoff.ms"] = "50",
            ["Kafka:Producer:linger.ms"] = "1",
        };
        foreach (var (name, value) in settings)
        {
            all[$"Kafka:{name}"] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddKeyedSingleton(Clocks.Journey, journeyClock);
        services.AddSingleton(progress);
        services.AddSingleton<IDefinitions, NoDefinitions>();
        services.AddKafkaLog();
        var process = services.BuildServiceProvider();
        _open.Add(process);
        return process;
    }

    /// <summary>A silo that reads with the product's own readers.</summary>
    public KafkaSilo Silo(params (string Name, string Value)[] settings) => Silo(Progress, settings);

    public KafkaSilo Silo(IProgressStore progress, params (string Name, string Value)[] settings) => Silo(progress, TimeProvider.System, settings);

    public KafkaSilo Silo(IProgressStore progress, TimeProvider journeyClock, params (string Name, string Value)[] settings)
    {
        var silo = new KafkaSilo(this, Process(progress, journeyClock, TimeProvider.System, settings));
        _open.Add(silo);
        return silo;
    }

    /// <summary>Puts records straight into the topic, as any producer may.</summary>
    public async Task ProduceAsync(params IEnumerable<Message<byte[], byte[]>> messages)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = Cluster.BootstrapServers, LingerMs = 1 }).Build();
        await Task.WhenAll(messages.Select(m => producer.ProduceAsync(Topic, m)));
    }

    /// <summary>One touchpoint into some other partition.</summary>
    public async Task ProduceToOthersAsync(int partition)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = Cluster.BootstrapServers }).Build();
        var message = new Message<byte[], byte[]> { Key = Some.Utf8("c-0"), Value = Items(1, from: 999_990)[0].Body.ToArray() };
        await producer.ProduceAsync(new TopicPartition(Topic, (partition + 1) % Partitions), message);
    }

    /// <summary>Everything in a topic, partition after partition.</summary>
    public ImmutableArray<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic, int partitions = Partitions)
    {
        using var reader = new TopicReader(Cluster.BootstrapServers);
        return reader.ReadAll(topic, partitions);
    }

    /// <summary>Offsets that the group committed, by partition; -1001 where none.</summary>
    public ImmutableArray<long> Committed()
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig { BootstrapServers = Cluster.BootstrapServers, GroupId = "cx-orchestrator" }).Build();
        return [.. consumer.Committed(Enumerable.Range(0, Partitions).Select(p => new TopicPartition(Topic, p)), WatchedClock.Patience).Select(o => o.Offset.Value)];
    }

    /// <summary>Waits until it is so.</summary>
    public static async Task UntilAsync(Func<bool> holds, Func<string> what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > WatchedClock.Patience)
            {
                throw new TimeoutException($"Waited for {what()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public Task AppliedAsync(int count) => UntilAsync(() => Customers.Count >= count, () => $"{count} touchpoints to be applied; {Customers.Count} are.");

    /// <summary>Until that many are counted as received.</summary>
    public Task ReceivedAsync(long count, string source = "shop") => UntilAsync(
        () => Progress.Received.GetValueOrDefault(source) >= count, () => $"{count} of {source} to be received; {Progress.Received.GetValueOrDefault(source)} are.");

    /// <summary>Touchpoints of several customers, each customer's ids in order.</summary>
    public static ImmutableArray<LogItem> Items(int count, int customers = 10, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => Some.Item(string.Create(CultureInfo.InvariantCulture, $"t-{i:D6}"), $"c-{i % customers}"))];

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
        {
            await open.DisposeAsync();
        }

        Cluster.Dispose();
    }

    private sealed class NoDefinitions : IDefinitions
    {
        public CompiledDefinitions Current => CompiledDefinitions.Empty;
    }
}
