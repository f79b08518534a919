using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Ingestion;

internal sealed partial class PartitionReader
{
    private long? _storedPosition;
    private DateTimeOffset? _storedThrough;

    private async Task StoreLoopAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.StoreEvery, clock, cancellationToken);
                await StoreAsync(idle: false, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Drained: the last position is stored below, without the token.
        }

        await StoreAsync(idle: true, CancellationToken.None);
    }

    private async Task StoreAsync(bool idle, CancellationToken cancellationToken)
    {
        long? position;
        DateTimeOffset? through;
        lock (_gate)
        {
            (position, through) = (_tracker.Watermark, _tracker.Through);
        }

        var moved = position is not null && position != _storedPosition;
        var late = through is not null && (_storedThrough is null || through - _storedThrough >= options.StoreIdleEvery);
        if ((!moved && !late && !idle) || (position == _storedPosition && through == _storedThrough))
        {
            return;
        }

        try
        {
            // A position is worth storing before it is known how far in time it reaches: a gap may stay open for long.
            await partition.StoreAsync(position ?? -1, through ?? DateTimeOffset.UnixEpoch, cancellationToken);
            (_storedPosition, _storedThrough) = (position, through);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Tried again with the next tick; what is read twice until then is known by its position.
            LogStoreFailed(logger, exception, partition.Id);
        }
    }

    private async Task DrainAsync()
    {
        var until = clock.GetTimestamp();
        while (InFlight() > 0 && clock.GetElapsedTime(until) < options.DrainWithin)
        {
            await _finished.WaitAsync(TimeSpan.FromMilliseconds(100), clock, CancellationToken.None);
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "Partition {Partition} could not be polled; trying again")]
    private static partial void LogPollFailed(ILogger logger, Exception exception, int partition);

    [LoggerMessage(2102, LogLevel.Warning, "The touchpoint at {Partition}/{Position} could not be stored; trying again")]
    private static partial void LogDeliveryFailed(ILogger logger, Exception exception, int partition, long position);

    [LoggerMessage(2103, LogLevel.Warning, "The position of partition {Partition} could not be stored; trying again")]
    private static partial void LogStoreFailed(ILogger logger, Exception exception, int partition);
}
