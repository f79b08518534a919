using System.Runtime.InteropServices;
using System.Text;

namespace CxOrchestrator.MockBroker;

/// <summary>
/// Brokers on loopback that speak Kafka's protocol, out of librdkafka itself. They keep 5 MiB or 100,000 message sets a partition, then
/// silently drop the oldest. For tests only.
/// </summary>
public sealed class MockCluster : IDisposable
{
    private const int Producer = 0;
    private const int ErrorTextMax = 512;

    private readonly Lock _gate = new();
    private readonly nint _client;
    private nint _cluster;

    public MockCluster(int brokers = 1)
    {
        Brokers = brokers;
        Span<byte> error = stackalloc byte[ErrorTextMax];
        var configuration = Native.ConfNew();

        // This client talks to nobody: that it has no servers is not worth a line.
        _ = Native.ConfSet(configuration, "log_level", "3", error, ErrorTextMax);
        _client = Native.New(Producer, configuration, error, ErrorTextMax);
        if (_client == 0)
        {
            throw new InvalidOperationException($"The client of the mock cluster cannot be made: {Encoding.UTF8.GetString(error).TrimEnd('\0')}");
        }

        _cluster = Native.ClusterNew(_client, brokers);
        Native.RebalanceDelay(_cluster, 0);
        Native.SetController(_cluster, 1);

        // From the next versions on it names the leader in answers, and falls over a partition that has none.
        Limit(KafkaApi.Fetch, 11);
        Limit(KafkaApi.Produce, 9);
        BootstrapServers = Marshal.PtrToStringUTF8(Native.Bootstraps(_cluster))!;
    }

    public int Brokers { get; }

    public string BootstrapServers { get; }

    public void CreateTopic(string topic, int partitions) => Check(Native.TopicCreate(_cluster, topic, partitions, Brokers));

    public void DeleteTopic(string topic) => Check(Native.TopicDelete(_cluster, topic));

    /// <summary>The next requests of that kind fail with that error, one each; -195 hangs up instead.</summary>
    public void Fail(KafkaApi api, int error, int times = 1) => Native.PushErrors(_cluster, (short)api, (nuint)times, Enumerable.Repeat(error, times).ToArray());

    /// <summary>No request of that kind fails any more.</summary>
    public void Heal(KafkaApi api) => Native.ClearErrors(_cluster, (short)api);

    /// <summary>Brokers speak at most that version of the request.</summary>
    public void Limit(KafkaApi api, short max) => Check(Native.SetApiVersion(_cluster, (short)api, 0, max));

    /// <summary>The partition has no leader, or that one.</summary>
    public void SetLeader(string topic, int partition, int? broker) => Check(Native.PartitionSetLeader(_cluster, topic, partition, broker ?? -1));

    /// <summary>Records before this offset are gone.</summary>
    public void DeleteRecords(string topic, int partition, long before) => Check(Native.PartitionDeleteRecords(_cluster, topic, partition, before));

    /// <summary>Brokers hang up and answer nobody.</summary>
    public void Down() => Each(broker => Native.BrokerSetDown(_cluster, broker));

    public void Up() => Each(broker => Native.BrokerSetUp(_cluster, broker));

    /// <summary>Every answer takes that long.</summary>
    public void Delay(TimeSpan roundTrip) => Each(broker => Native.BrokerSetRoundTrip(_cluster, broker, (int)roundTrip.TotalMilliseconds));

    public void Dispose()
    {
        lock (_gate)
        {
            if (_cluster != 0)
            {
                Native.ClusterDestroy(_cluster);
                Native.Destroy(_client);
                _cluster = 0;
            }
        }
    }

    private void Each(Func<int, int> act)
    {
        for (var broker = 1; broker <= Brokers; broker++)
        {
            Check(act(broker));
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"The mock cluster answered with error {error}.");
        }
    }
}
