using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace CxOrchestrator.Log.Kafka;

/// <summary>The host's one producer. Where librdkafka gives it up for good, the next record gets a new one.</summary>
internal sealed partial class KafkaProducer(IOptions<KafkaOptions> options, ILogger<KafkaProducer> logger) : IDisposable
{
    /// <summary>How long a stop waits for records under way; their senders were answered already or stop with the host.</summary>
    private static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private IProducer<byte[], byte[]>? _current;
    private volatile bool _fatal;
    private bool _disposed;

    /// <summary>Hands the record over. Throws <see cref="ProduceException{TKey, TValue}"/> where the queue is full; else <paramref name="done"/> is called once, on the client's thread.</summary>
    public void Produce(string topic, Message<byte[], byte[]> message, Action<Error> done) =>
        Current().Produce(topic, message, report => done(report.Error));

    /// <summary>Completes when the brokers acknowledged it.</summary>
    public async Task ProduceAsync(string topic, Message<byte[], byte[]> message, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
        Produce(topic, message, done.SetResult);
        var error = await done.Task.WaitAsync(cancellationToken);
        if (error.IsError)
        {
            throw new KafkaException(error);
        }
    }

    /// <summary>The same record may be taken later.</summary>
    public static bool IsPassing(Error error) => error.Code is
        ErrorCode.Local_QueueFull or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_Transport
        or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight or ErrorCode.Local_Retry
        or ErrorCode.Local_Fatal or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.Local_Destroy
        or ErrorCode.RequestTimedOut or ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend or ErrorCode.LeaderNotAvailable
        or ErrorCode.NotLeaderForPartition or ErrorCode.NetworkException or ErrorCode.KafkaStorageError or ErrorCode.ThrottlingQuotaExceeded;

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _current?.Flush(FlushWithin);
            _current?.Dispose();
            _current = null;
        }
    }

    private IProducer<byte[], byte[]> Current()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_fatal && _current is { } old)
            {
                _current = null;
                _fatal = false;

                // Its destruction reports what it still held as failed, on this thread.
                ThreadPool.UnsafeQueueUserWorkItem(static producer => producer.Dispose(), old, preferLocal: false);
            }

            return _current ??= Build();
        }
    }

    private IProducer<byte[], byte[]> Build() => new ProducerBuilder<byte[], byte[]>(KafkaConfig.Producer(options.Value))
        .SetErrorHandler((_, error) =>
        {
            _fatal |= error.IsFatal;
            LogError(logger, error.Code.ToString(), error.Reason);
        })
        .SetLogHandler((_, message) => KafkaLogging.Write(logger, message))
        .Build();

    [LoggerMessage(2021, LogLevel.Warning, "The producer reports {Code}: {Reason}")]
    private static partial void LogError(ILogger logger, string code, string reason);
}
