using System.Text;
using Confluent.Kafka;

namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>Straight into the topic, as an upstream system's own producer does.</summary>
internal sealed class KafkaWay(string servers, string topic) : IWay, IDisposable
{
    private static readonly TimeSpan ReportWithin = TimeSpan.FromSeconds(10);

    private IProducer<byte[], byte[]?>? _producer;

    public async Task<bool> SendAsync(IReadOnlyList<Line> lines)
    {
        var reports = lines.Select(l => SendAsync(Encoding.UTF8.GetBytes(l.Customer), Encoding.UTF8.GetBytes(l.Json))).ToList();
        return (await Task.WhenAll(reports)).All(r => r);
    }

    /// <summary>Any bytes, with any headers.</summary>
    public async Task<bool> SendAsync(byte[] key, byte[]? value, params (string Name, string Value)[] headers)
    {
        _producer ??= Make();
        try
        {
            var message = new Message<byte[], byte[]?> { Key = key, Value = value };
            if (headers.Length > 0)
            {
                message.Headers = [];
                foreach (var (name, text) in headers)
                {
                    message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
                }
            }

            await _producer.ProduceAsync(topic, message);
            return true;
        }
        catch (KafkaException exception)
        {
            if (exception.Error.IsFatal)
            {
                Dispose();
            }

            return false;
        }
    }

    public void Dispose()
    {
        _producer?.Dispose();
        _producer = null;
    }

    private IProducer<byte[], byte[]?> Make() => new ProducerBuilder<byte[], byte[]?>(new ProducerConfig
    {
        BootstrapServers = servers,
        EnableIdempotence = true,
        Acks = Acks.All,
        Partitioner = Partitioner.Murmur2Random,
        LingerMs = 5,
        MessageTimeoutMs = (int)ReportWithin.TotalMilliseconds,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
}
