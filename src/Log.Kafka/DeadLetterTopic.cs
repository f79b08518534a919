using System.Collections.Immutable;
using System.Text;
using Confluent.Kafka;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// What could not be read, as it came, for people looking at Kafka: original key, bytes and headers, and three of our own. At least once;
/// <see cref="OriginHeader"/> tells repeats apart. The store's dead letters have it too: a topic that refuses a record for good holds nobody up.
/// </summary>
internal sealed partial class DeadLetterTopic(KafkaProducer producer, IOptions<KafkaOptions> options, TimeProvider clock, ILogger<DeadLetterTopic> logger)
{
    public const string ReasonHeader = "cx-reason";
    public const string DetailHeader = "cx-detail";

    /// <summary>topic/partition/offset.</summary>
    public const string OriginHeader = "cx-origin";

    /// <summary>Longest detail, in characters.</summary>
    private const int DetailMax = 2_000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    public bool IsOn => options.Value.DeadLetterTopic is not null;

    /// <summary>Completes once it is there, or is refused for good. Tried again while the brokers are away.</summary>
    public async Task SendAsync(ConsumeResult<byte[]?, byte[]?> record, ImmutableArray<TouchpointError> errors)
    {
        await Task.Yield();
        var message = Letter(record, errors);
        while (true)
        {
            try
            {
                await producer.ProduceAsync(options.Value.DeadLetterTopic!, message, CancellationToken.None);
                return;
            }
            catch (KafkaException passing) when (KafkaProducer.IsPassing(passing.Error))
            {
                LogWaits(logger, passing, record.Topic, record.Partition.Value, record.Offset.Value);
            }
            catch (KafkaException refused)
            {
                LogRefused(logger, refused, record.Topic, record.Partition.Value, record.Offset.Value);
                return;
            }
            catch (ObjectDisposedException)
            {
                // The host stops: the record is read and sent again after the next start.
                throw;
            }

            await Task.Delay(RetryPause, clock, CancellationToken.None);
        }
    }

    private static Message<byte[], byte[]> Letter(ConsumeResult<byte[]?, byte[]?> record, ImmutableArray<TouchpointError> errors)
    {
        var headers = new Headers();
        foreach (var header in record.Message.Headers ?? [])
        {
            headers.Add(header.Key, header.GetValueBytes());
        }

        var detail = string.Join("; ", errors.Select(e => $"{e.Pointer}: {e.Detail}"));
        headers.Add(ReasonHeader, "unreadable"u8.ToArray());
        headers.Add(DetailHeader, Encoding.UTF8.GetBytes(detail.Length > DetailMax ? detail[..DetailMax] : detail));
        headers.Add(OriginHeader, Encoding.UTF8.GetBytes($"{record.Topic}/{record.Partition.Value}/{record.Offset.Value}"));
        return new Message<byte[], byte[]> { Key = record.Message.Key!, Value = record.Message.Value!, Headers = headers };
    }

    [LoggerMessage(2023, LogLevel.Warning, "The unreadable record at {Topic}/{Partition}/{Offset} waits for the dead-letter topic")]
    private static partial void LogWaits(ILogger logger, Exception exception, string topic, int partition, long offset);

    [LoggerMessage(2024, LogLevel.Error, "The dead-letter topic refuses the unreadable record at {Topic}/{Partition}/{Offset}; the store's dead letters have it")]
    private static partial void LogRefused(ILogger logger, Exception exception, string topic, int partition, long offset);
}
