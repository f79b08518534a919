using System.Text;
using Confluent.Kafka;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// Produces the stream on a thread of its own: as fast as it is applied with a bounded number waiting, for the brokers of the benchmark keep
/// only so much, or at a steady rate.
/// </summary>
internal sealed class Generator(string servers, string topic, ShopStream stream, Func<long> applied) : IDisposable
{
    private const int WaitingMax = 30_000;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _stop = new();
    private Task _producing = Task.CompletedTask;
    private long _produced;

    public long Produced => Volatile.Read(ref _produced);

    /// <param name="count">How many, from the first.</param>
    /// <param name="perSecond">0: as fast as they are applied.</param>
    /// <param name="first">Of which number the first is.</param>
    /// <param name="producing">Told of each customer just before.</param>
    public void Start(long count, double perSecond = 0, long first = 0, Action<string>? producing = null) =>
        _producing = Task.Factory.StartNew(() => Produce(first, first + count, perSecond, producing), TaskCreationOptions.LongRunning);

    /// <summary>Returns when all are produced.</summary>
    public Task ProducedAsync() => _producing;

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _producing;
    }

    public void Dispose() => _stop.Dispose();

    private void Produce(long first, long end, double perSecond, Action<string>? producing)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = servers,

            // At a steady rate few come for each partition; sent one by one they would keep the brokers of the benchmark busy with themselves.
            LingerMs = perSecond > 0 ? 3 : 5,
            Acks = Acks.All,
            EnableDeliveryReports = false,
            Partitioner = Partitioner.Murmur2Random,
            QueueBufferingMaxMessages = WaitingMax * 2,
        }).Build();
        var begun = TimeProvider.System.GetTimestamp();
        for (var number = first; number < end && !_stop.IsCancellationRequested; number++)
        {
            while (number - applied() > WaitingMax || (perSecond > 0 && number - first > TimeProvider.System.GetElapsedTime(begun).TotalSeconds * perSecond))
            {
                if (_stop.Token.WaitHandle.WaitOne(Breath))
                {
                    break;
                }
            }

            var (customer, body) = stream.Touchpoint(number);
            producing?.Invoke(customer);
            producer.Produce(topic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(customer), Value = body });
            Volatile.Write(ref _produced, number + 1);
        }

        producer.Flush(CancellationToken.None);
    }
}
