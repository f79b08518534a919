using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Telemetry;

namespace CxOrchestrator.Log.Kafka;

/// <summary>What the partitions of a process share.</summary>
internal sealed record PartitionServices(
    KafkaOptions Options, IProgressStore Store, KafkaAdmin Admin, DeadLetterTopic DeadLetters, Counter<long> WrongKeys, TimeProvider JourneyClock, TimeProvider Clock);

/// <summary>One partition of one topic while it is assigned here: reading it. How far it was read is kept in the other half.</summary>
internal sealed partial class KafkaPartition(
    PartitionServices services, TopicPartition place, string log, PartitionProgress progress, Action<TopicPartitionOffset> storeOffset) : ILogPartition, IDisposable
{
    /// <summary>How long the end is waited for where it would only say more exactly how far in time was read.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the end is asked for while records come.</summary>
    private static readonly TimeSpan EndEvery = TimeSpan.FromSeconds(1);

    /// <summary>How far ahead of this clock a record's time may be and still be believed.</summary>
    private static readonly TimeSpan ClocksApartMax = TimeSpan.FromMinutes(10);

    private long? _endAskedAt;
    private DateTimeOffset _through = progress.Through;

    public TopicPartition Place => place;

    public string Log => log;

    public int Id => place.Partition.Value;

    public PartitionQueue Queue { get; } = new(services.Options.QueueMax, services.Options.QueueMaxBytes);

    /// <summary>Where reading begins: after everything that is applied and counted; at the beginning where nothing is stored.</summary>
    public Offset Start => Math.Min(progress.Position, progress.ReceivedTo) is >= 0 and var done ? new Offset(done + 1) : Offset.Beginning;

    public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
    {
        var begun = services.Clock.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Queue.Take(countMax, LogLimits.PollBytesMax) is { Count: > 0 } taken)
            {
                return await ChunkAsync(taken, cancellationToken);
            }

            var left = wait - services.Clock.GetElapsedTime(begun);
            if (left > TimeSpan.Zero)
            {
                await Queue.Arrived.WaitAsync(left, services.Clock, cancellationToken);
            }
            else if (await IsAtEndAsync(begun, wait, cancellationToken))
            {
                return new LogChunk { Records = [], ReadThrough = _through };
            }
        }
    }

    public void Dispose() => _storing.Dispose();

    // The time is over. Records that are in the partition and have not come yet are waited for, that long and no longer.
    private async Task<bool> IsAtEndAsync(long begun, TimeSpan wait, CancellationToken cancellationToken)
    {
        var asked = services.Admin.EndAsync(place, cancellationToken);
        while (!asked.IsCompleted && Queue.IsEmpty)
        {
            using var arrived = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(asked, Queue.Arrived.WaitAsync(arrived.Token));
            await arrived.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!Queue.IsEmpty)
        {
            return false;
        }

        if (await asked is not { } end)
        {
            return true;
        }

        while (Queue.IsEmpty)
        {
            if (Reaches(end))
            {
                return true;
            }

            var left = wait + services.Options.RequestTimeout - services.Clock.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero)
            {
                return true;
            }

            await Queue.Arrived.WaitAsync(left, services.Clock, cancellationToken);
        }

        return false;
    }

    private async Task<LogChunk> ChunkAsync(List<ConsumeResult<byte[]?, byte[]?>> taken, CancellationToken cancellationToken)
    {
        var records = ImmutableArray.CreateBuilder<LogRecord>(taken.Count);
        foreach (var message in taken)
        {
            records.Add(Record(message));
        }

        _through = Later(_through, records[^1].ReceivedAt);
        if (Queue.IsEmpty && (_endAskedAt is not { } asked || services.Clock.GetElapsedTime(asked) >= EndEvery))
        {
            _endAskedAt = services.Clock.GetTimestamp();
            try
            {
                if (await services.Admin.EndAsync(place, cancellationToken).WaitAsync(EndWithin, services.Clock, cancellationToken) is { } end)
                {
                    Reaches(end);
                }
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                // The records are here: they are not held back for it.
            }
        }

        return new LogChunk { Records = records.MoveToImmutable(), ReadThrough = _through };
    }

    private LogRecord Record(ConsumeResult<byte[]?, byte[]?> record)
    {
        var now = services.JourneyClock.GetUtcNow();
        var message = record.Message;
        var appendedAt = message.Timestamp.Type == TimestampType.NotAvailable ? now : message.Timestamp.UtcDateTime;
        var receivedAt = Earlier(now, appendedAt);
        var reading = MessageForms.Read(message.Value, message.Headers);

        // By the clock that appended it: what a gateway took must not be refused by a silo whose clock is behind the gateway's.
        if (reading.Touchpoint is { } read && TouchpointJson.CheckTime(read, Earlier(appendedAt, now + ClocksApartMax)) is { } ahead)
        {
            reading = new TouchpointReading { Errors = [ahead] };
        }

        ReadOnlyMemory<byte> body = message.Value;
        var source = $"kafka:{place.Topic}";
        if (reading.Touchpoint is { } touchpoint)
        {
            body = MessageForms.Native(touchpoint, message.Value!, message.Headers);
            source = touchpoint.Identity.Source;
            if (!KeyCheck.Fits(message.Key, touchpoint.Customer.Value))
            {
                _wrongKey = record.Offset.Value;
                services.WrongKeys.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Log, place.Topic));
            }
        }
        else
        {
            DeadLetter(record, reading.Errors);
        }

        _received.Add(record.Offset.Value, source);
        return new LogRecord { Position = record.Offset.Value, Source = source, ReceivedAt = receivedAt, Body = body, Reading = reading, Customer = reading.Touchpoint is null ? KeyCheck.Customer(message.Key) : null, TraceParent = TraceHeaders.Of(message.Headers) };
    }

    // Everything that was appended before the end was asked for has been taken.
    private bool Reaches(PartitionEnd end)
    {
        var next = Queue.Next;
        if (next < 0 && Start.IsSpecial ? end.Offset > 0 : Math.Max(next, Start.Value) < end.Offset)
        {
            return false;
        }

        _through = Later(_through, end.At);
        return true;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
