using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Grains.Contracts.Live;

namespace CxOrchestrator.Gateway.Live;

/// <summary>Hears what silos committed.</summary>
internal sealed class LiveObserver(LiveBoard board, LiveConnections connections, BoardLoader loader) : ILiveObserver
{
    public Task OnChangedAsync(LiveBatch batch)
    {
        board.Apply(batch);
        connections.Apply(batch);
        if (batch.Overflow)
        {
            loader.Reload();
        }

        return Task.CompletedTask;
    }
}

/// <summary>Keeps this gateway on the list of listeners. Where it was off the list, changes were lost and everything is read again.</summary>
internal sealed partial class LiveListener(
    IGrainFactory grains, LiveObserver observer, BoardLoader loader, LiveConnections connections, TimeProvider clock, ILogger<LiveListener> logger)
    : BackgroundService
{
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The reference does not keep the observer alive; the field of this service does.
        var self = grains.CreateObjectReference<ILiveObserver>(observer);
        var directory = grains.GetGrain<ILiveDirectoryGrain>(0);
        var joined = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = RenewEvery;
            try
            {
                var listed = (await directory.ListAsync()).Contains(self);
                await directory.JoinAsync(self);
                if (!listed)
                {
                    if (joined)
                    {
                        LogMissed(logger);
                    }

                    loader.Reload();
                    connections.Lost();
                }

                joined = true;
            }
#pragma warning disable CA1031 // Silos that are away come back; one that stops together with this process fails in ways of its own.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    break;
                }

                LogFailed(logger, exception);
                next = RetryAfter;
            }

            try
            {
                await Task.Delay(next, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        grains.DeleteObjectReference<ILiveObserver>(self);
    }

    [LoggerMessage(3122, LogLevel.Warning, "Live changes may have been missed; the board is read again")]
    private static partial void LogMissed(ILogger logger);

    [LoggerMessage(3123, LogLevel.Warning, "Could not join the listeners of live changes; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
