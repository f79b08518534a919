using System.Text;
using System.Threading.Channels;
using Confluent.Kafka;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// The obvious consumer: each touchpoint is one unit of work, done by the worker of its customer, and its offset stored when it is done.
/// What the work is, the baselines say.
/// </summary>
internal sealed class ByTouchpoint(string servers, string topic, int workers, Func<int, string, byte[], TopicPartitionOffset, Task> work)
{
    private const int WaitingMax = 64;

    private long _done;

    public long Done => Volatile.Read(ref _done);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var channels = Enumerable.Range(0, workers).Select(_ => Channel.CreateBounded<ConsumeResult<byte[], byte[]>>(WaitingMax)).ToArray();
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = "baseline",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoOffsetStore = false,
            FetchWaitMaxMs = 5,
        }).Build();
        var working = channels.Select((channel, worker) => Task.Run(async () =>
        {
            await foreach (var record in channel.Reader.ReadAllAsync(CancellationToken.None))
            {
                await work(worker, Encoding.UTF8.GetString(record.Message.Key), record.Message.Value, record.TopicPartitionOffset);
                Interlocked.Increment(ref _done);
            }
        })).ToArray();
        consumer.Subscribe(topic);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                var worker = CxOrchestrator.Storage.KeyHash.Shard(Encoding.UTF8.GetString(record.Message.Key), workers);
                await channels[worker].Writer.WriteAsync(record, CancellationToken.None);
                consumer.StoreOffset(record);
            }
        }

        foreach (var channel in channels)
        {
            channel.Writer.Complete();
        }

        await Task.WhenAll(working);
        consumer.Close();
    }
}
