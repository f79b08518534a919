using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>Where touchpoints come from and what goes back, on Kafka.</summary>
public sealed class KafkaOptions
{
    public const string Section = "Kafka";

    /// <summary>Brokers to begin with: host:port, several with commas.</summary>
    [Required]
    public string BootstrapServers { get; set; } = "";

    /// <summary>Topics that carry touchpoints, keyed by customer id; at least one. They must exist, or be made by the broker.</summary>
    [MinLength(1)]
    public IList<string> Topics { get; } = [];

    /// <summary>Topic that touchpoints taken over HTTP are put into; one of <see cref="Topics"/>. Default: the first of them.</summary>
    public string? IntakeTopic { get; set; }

    /// <summary>Consumer group of all processes of this installation. Default: cx-orchestrator.</summary>
    [Required]
    public string GroupId { get; set; } = "cx-orchestrator";

    /// <summary>Topic that gets what could not be read, with its key, bytes and headers, besides the dead letters of the store. Default: none.</summary>
    public string? DeadLetterTopic { get; set; }

    /// <summary>Topic that messages and offers are sent to, keyed by customer id. Default: none, the outbox is their delivery.</summary>
    public string? ActionsTopic { get; set; }

    /// <summary>Topic, best compacted, that gets each customer's state as it changes. Default: none.</summary>
    public string? JourneysTopic { get; set; }

    /// <summary>Settings of librdkafka for every client, as its documentation names them: security.protocol, sasl.*, ssl.*. Default: none.</summary>
    public IDictionary<string, string> Client { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Settings of librdkafka for the consumer. Default: none.</summary>
    public IDictionary<string, string> Consumer { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Settings of librdkafka for the producer. Default: none.</summary>
    public IDictionary<string, string> Producer { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Silence after which the group gives this process's partitions to others. Default: 15 s. Bound: 1 s to 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a partition that is taken away is waited for, to finish and store what is in flight. Default: 25 s. Bound: 0 to 4 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:04:00")]
    public TimeSpan DrainWithin { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Bytes fetched ahead for all partitions together (queued.max.messages.kbytes). Default: 32 MiB. Bound: 1 MiB to 1 GiB.</summary>
    [Range(1 << 20, 1 << 30)]
    public int PrefetchMaxBytes { get; set; } = 32 << 20;

    /// <summary>Bytes of one answer of a broker (fetch.max.bytes). Default: 8 MiB. Bound: 64 KiB to 256 MiB.</summary>
    [Range(1 << 16, 1 << 28)]
    public int FetchMaxBytes { get; set; } = 8 << 20;

    /// <summary>Bytes of one partition in an answer (max.partition.fetch.bytes). Default: 1 MiB. Bound: 64 KiB to 64 MiB.</summary>
    [Range(1 << 16, 1 << 26)]
    public int PartitionFetchMaxBytes { get; set; } = 1 << 20;

    /// <summary>Records of one partition that wait for its reader; at the bound the partition is paused. Default: 2,000. Bound: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int QueueMax { get; set; } = 2_000;

    /// <summary>Bytes of one partition that wait for its reader; at the bound it is paused. Default: 4 MiB. Bound: 64 KiB to 256 MiB.</summary>
    [Range(1 << 16, 1 << 28)]
    public int QueueMaxBytes { get; set; } = 4 << 20;

    /// <summary>Touchpoints that wait to be acknowledged by the brokers; more are refused as busy. Default: 50,000. Bound: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int AppendWaitingMax { get; set; } = 50_000;

    /// <summary>Bytes that wait to be acknowledged; more are refused as busy. Default: 64 MiB. Bound: 1 MiB to 1 GiB.</summary>
    [Range(1 << 20, 1 << 30)]
    public int AppendWaitingMaxBytes { get; set; } = 64 << 20;

    /// <summary>How long the brokers have to acknowledge a record before it counts as failed (message.timeout.ms). Default: 30 s. Bound: 1 s to 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:15:00")]
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a question to the brokers may take. Default: 5 s. Bound: 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the progress of a partition may stay as it is before nobody is said to read it. Longer than <c>Ingestion:StoreIdleEvery</c>.
    /// Default: 10 s. Bound: 1 s to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UnreadAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often topics are looked at, for one that was recreated. Default: 10 s. Bound: 100 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan TopicsLookEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>First pause before the consumer is recreated after a failure; doubles up to <see cref="RestartPauseMax"/>. Default: 1 s. Bound: 10 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RestartPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest such pause. Default: 30 s. Bound: 10 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RestartPauseMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Customers whose changed state waits for the journeys topic; one more is left out until its next change. Default: 50,000. Bound: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int JourneysWaitingMax { get; set; } = 50_000;

    /// <summary>How often changed states are sent; of one customer only the last. Default: 1 s. Bound: 10 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan JourneysEvery { get; set; } = TimeSpan.FromSeconds(1);

    internal string Intake => IntakeTopic ?? Topics[0];
}

[OptionsValidator]
internal sealed partial class KafkaOptionsValidator : IValidateOptions<KafkaOptions>;
