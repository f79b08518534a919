using CxOrchestrator.Log.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>A bad setting names itself before anything starts.</summary>
public sealed class KafkaOptionsTests : IAsyncLifetime
{
    private readonly KafkaBed _bed = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Theory]
    [InlineData("BootstrapServers", "", "BootstrapServers")]
    [InlineData("SessionTimeout", "00:00:00", "SessionTimeout")]
    [InlineData("QueueMax", "0", "QueueMax")]
    [InlineData("IntakeTopic", "elsewhere", "Kafka:IntakeTopic")]
    [InlineData("Topics:1", KafkaBed.Topic, "Kafka:Topics")]
    [InlineData("DeadLetterTopic", KafkaBed.Topic, "Kafka:DeadLetterTopic")]
    [InlineData("Consumer:enable.auto.commit", "false", "Kafka:Consumer:enable.auto.commit")]
    [InlineData("Producer:acks", "1", "Kafka:Producer:acks")]
    [InlineData("Client:no.such.setting", "1", "no.such.setting")]
    [InlineData("Consumer:fetch.min.bytes", "many", "fetch.min.bytes")]
    public void Start_BadSetting_IsRefusedByName(string name, string value, string named)
    {
        var options = _bed.Process((name, value)).GetRequiredService<IOptions<KafkaOptions>>();

        var refused = Assert.Throws<OptionsValidationException>(() => options.Value);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Client_TlsAndSasl_ReachEveryClient()
    {
        // Nobody listens there: the mock knows no TLS.
        var options = _bed.Process(
            ("BootstrapServers", "127.0.0.1:1"), ("Client:security.protocol", "SASL_SSL"), ("Client:sasl.mechanism", "PLAIN"), ("Client:sasl.username", "u"), ("Client:sasl.password", "p"),
            ("Consumer:client.rack", "r-1"), ("Producer:compression.type", "lz4")).GetRequiredService<IOptions<KafkaOptions>>().Value;

        Assert.All(
            (IEnumerable<KeyValuePair<string, string>>[])[KafkaConfig.Client(options), KafkaConfig.Consumer(options), KafkaConfig.Producer(options)],
            config => Assert.Contains(new KeyValuePair<string, string>("security.protocol", "SASL_SSL"), config));
        Assert.Contains(new KeyValuePair<string, string>("client.rack", "r-1"), KafkaConfig.Consumer(options));
        Assert.Contains(new KeyValuePair<string, string>("compression.type", "lz4"), KafkaConfig.Producer(options));
    }
}
