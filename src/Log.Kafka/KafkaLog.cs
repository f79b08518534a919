using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// Puts touchpoints into the intake topic, keyed by customer. An append that fails may have left some of its items in the topic: sent
/// again they are known by their identity.
/// </summary>
internal sealed class KafkaLog(
    KafkaProducer producer, IOptions<KafkaOptions> options, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock) : ITouchpointLog
{
    private static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);

    private readonly KafkaOptions _options = options.Value;
    private long _waitingRecords;
    private long _waitingBytes;

    public async Task AppendAsync(ImmutableArray<LogItem> items, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (items.IsEmpty)
        {
            return;
        }

        var bytes = items.Sum(i => (long)i.Body.Length);
        var batch = new AppendBatch(items.Length, () => Release(items.Length, bytes));
        var records = Interlocked.Add(ref _waitingRecords, items.Length);
        var waiting = Interlocked.Add(ref _waitingBytes, bytes);

        // A batch larger than the bound is taken where nothing else waits: refused it could never get in.
        if ((records > _options.AppendWaitingMax && records > items.Length) || (waiting > _options.AppendWaitingMaxBytes && waiting > bytes))
        {
            Release(items.Length, bytes);
            throw new LogBusyException(BusyRetryAfter);
        }

        var now = new Timestamp(journeyClock.GetUtcNow());
        var trace = TraceHeaders.Make();
        for (var i = 0; i < items.Length; i++)
        {
            if (!await TryProduceAsync(items[i], now, trace, batch))
            {
                batch.NotSent(items.Length - i);
                throw new LogBusyException(BusyRetryAfter);
            }
        }

        var error = await batch.Done.WaitAsync(cancellationToken);
        if (error is not null)
        {
            throw new LogUnreachableException(items.Length, error);
        }
    }

    // Full in the middle of a batch: what it has in the queue makes room for the rest of it.
    private async Task<bool> TryProduceAsync(LogItem item, Timestamp now, Headers? trace, AppendBatch batch)
    {
        while (true)
        {
            var reports = batch.Reports;
            batch.Sending();
            try
            {
                producer.Produce(
                    _options.Intake,
                    new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(item.Customer.Value), Value = Bytes(item.Body), Timestamp = now, Headers = trace },
                    batch.Report);
                return true;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                if (!await batch.TakeBackAsync(reports))
                {
                    return false;
                }
            }
            catch (KafkaException failed)
            {
                batch.Report(failed.Error);
                return true;
            }
        }
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length ? array : body.ToArray();

    private void Release(int records, long bytes)
    {
        Interlocked.Add(ref _waitingRecords, -records);
        Interlocked.Add(ref _waitingBytes, -bytes);
    }
}
