using Confluent.Kafka;

namespace CxOrchestrator.Log.Kafka;

/// <summary>What the clients are made with: what was configured, and over it what the promises need.</summary>
internal static class KafkaConfig
{
    private const int KiB = 1024;

    /// <summary>Somebody waits for each record that is produced here; under load they gather by themselves.</summary>
    private static readonly Dictionary<string, string> Prompt = new(StringComparer.Ordinal) { ["linger.ms"] = "1" };

    /// <summary>New partitions are seen within this.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    public static ClientConfig Client(KafkaOptions options) => new(Merged(options.Client)) { BootstrapServers = options.BootstrapServers };

    public static ConsumerConfig Consumer(KafkaOptions options) => new(Merged(options.Client, options.Consumer))
    {
        BootstrapServers = options.BootstrapServers,
        GroupId = options.GroupId,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds,
        EnableAutoCommit = true,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        EnablePartitionEof = true,
        IsolationLevel = IsolationLevel.ReadCommitted,
        QueuedMaxMessagesKbytes = options.PrefetchMaxBytes / KiB,
        FetchMaxBytes = options.FetchMaxBytes,
        MaxPartitionFetchBytes = options.PartitionFetchMaxBytes,
    };

    public static ProducerConfig Producer(KafkaOptions options) => new(Merged(Prompt, options.Client, options.Producer))
    {
        BootstrapServers = options.BootstrapServers,
        EnableIdempotence = true,
        Acks = Acks.All,

        // As the Java client does it: a customer's touchpoints land in one partition, whichever client produced them.
        Partitioner = Partitioner.Murmur2Random,
        MessageTimeoutMs = (int)options.MessageTimeout.TotalMilliseconds,

        // Twice what may be appended: dead letters, actions and states go through the same producer.
        QueueBufferingMaxMessages = options.AppendWaitingMax * 2,
        QueueBufferingMaxKbytes = options.AppendWaitingMaxBytes / KiB * 2,
        DeliveryReportFields = "status",
    };

    private static Dictionary<string, string> Merged(params ReadOnlySpan<IDictionary<string, string>> groups)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = "cx-orchestrator",
            ["topic.metadata.refresh.interval.ms"] = RefreshEvery.TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (var group in groups)
        {
            foreach (var (name, value) in group)
            {
                merged[name] = value;
            }
        }

        return merged;
    }
}
