using System.Collections.Immutable;
using Confluent.Kafka;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Log;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace CxOrchestrator.Log.Kafka;

internal sealed partial class KafkaPartition
{
    /// <summary>How often another reader may have counted in between before a store gives up until the next.</summary>
    private const int CountTriesMax = 3;

    /// <summary>How often what was read is counted while nothing else is stored.</summary>
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    private readonly ReceivedCounter _received = new(progress.ReceivedTo);
    private readonly SemaphoreSlim _storing = new(1, 1);
    private readonly Lock _buryingGate = new();
    private readonly Queue<(long Offset, Task Sent)> _burying = new();
    private long _position = progress.Position;
    private long _wrongKey = -1;
    private long _wrongKeyStored = -1;
    private volatile bool _lost;

    /// <summary>Somebody else has the partition: nothing more is stored from here.</summary>
    public void Lose() => _lost = true;

    public async Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken)
    {
        await BuriedAsync(position, cancellationToken);
        await _storing.WaitAsync(cancellationToken);
        try
        {
            if (_lost)
            {
                return;
            }

            await StoreProgressAsync(position, readThrough, cancellationToken);
            if (_position >= 0)
            {
                // Also where nothing moved: an earlier reader may have left without its last commit.
                StoreOffset(_position + 1);
            }
        }
        finally
        {
            _storing.Release();
        }
    }

    /// <summary>Counts what was read also while nothing is applied: what waits can be seen in the ledger.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(CountEvery, services.Clock, cancellationToken);
            await _storing.WaitAsync(cancellationToken);
            try
            {
                if (_received.IsWaiting && !_lost)
                {
                    await StoreProgressAsync(_position, progress.Through, cancellationToken);
                }
            }
#pragma warning disable CA1031 // Counted with the next store.
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // The reader's own store meets the same failure and tells of it.
            }
            finally
            {
                _storing.Release();
            }
        }
    }

    private async Task StoreProgressAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken)
    {
        _position = Math.Max(_position, position);

        // What is no record for readers, such as the mark of a transaction, is passed once everything before it is done: else it would wait for good.
        var (last, end) = Queue.Reached;
        if (last <= _position && end > _position)
        {
            _position = end - 1;
            _received.Reach(_position);
        }

        await StoreWrongKeyAsync(cancellationToken);
        for (var tries = 0; tries < CountTriesMax; tries++)
        {
            var (after, to, counts) = _received.Waiting();
            var next = new PartitionProgress { Position = _position, ReceivedTo = to, Through = readThrough };
            var stored = await services.Store.StoreAsync(log, Id, after, next, counts, cancellationToken);
            _received.Counted(stored.ReceivedTo);
            if (stored.ReceivedTo >= _position)
            {
                return;
            }
        }

        throw new InvalidOperationException($"Somebody else kept counting what was received from {place}.");
    }

    private async Task StoreWrongKeyAsync(CancellationToken cancellationToken)
    {
        if (_wrongKey is var found && found > _wrongKeyStored)
        {
            await services.Store.StoreAsync(KeyCheck.LogOf(log), Id, -1, KeyCheck.Found(found, services.Clock.GetUtcNow()), [], cancellationToken);
            _wrongKeyStored = found;
        }
    }

    // The store knows where to begin; the group's offsets are for monitoring of the lag, and for the next reader where the store has none.
    private void StoreOffset(long offset)
    {
        try
        {
            storeOffset(new TopicPartitionOffset(place, offset));
        }
        catch (KafkaException gone) when (gone.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition or ErrorCode.Local_Fatal)
        {
            // Not assigned here any more.
        }
        catch (ObjectDisposedException)
        {
            // The consumer is closed.
        }
    }

    private void DeadLetter(ConsumeResult<byte[]?, byte[]?> record, ImmutableArray<TouchpointError> errors)
    {
        if (services.DeadLetters.IsOn)
        {
            lock (_buryingGate)
            {
                _burying.Enqueue((record.Offset.Value, services.DeadLetters.SendAsync(record, errors)));
            }
        }
    }

    // What could not be read is in the dead-letter topic before it is passed for good.
    private async Task BuriedAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task sent;
            lock (_buryingGate)
            {
                if (!_burying.TryPeek(out var first) || first.Offset > position)
                {
                    return;
                }

                sent = first.Sent;
            }

            await sent.WaitAsync(services.Options.RequestTimeout, services.Clock, cancellationToken);
            lock (_buryingGate)
            {
                if (_burying.TryPeek(out var first) && first.Sent == sent)
                {
                    _burying.Dequeue();
                }
            }
        }
    }
}
