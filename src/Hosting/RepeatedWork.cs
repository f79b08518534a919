using Microsoft.Extensions.Hosting;

namespace CxOrchestrator.Hosting;

/// <summary>Work that is done at intervals for as long as the host runs. A run that fails is tried again by the next; of failures in a row the first is reported.</summary>
public abstract class RepeatedWork(TimeProvider clock) : BackgroundService
{
    /// <summary>The clock that the intervals are measured with.</summary>
    protected TimeProvider Clock { get; } = clock;

    /// <summary>Time between the end of a run and the start of the next.</summary>
    protected abstract TimeSpan Interval { get; }

    /// <summary>Time until the first run; none unless overridden.</summary>
    protected virtual TimeSpan Delay => TimeSpan.Zero;

    /// <summary>One run.</summary>
    public abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Reports a run that failed where the one before it did not.</summary>
    protected abstract void OnFailed(Exception exception);

    /// <summary>Reports a run that succeeded where the one before it did not.</summary>
    protected virtual void OnRecovered()
    {
    }

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        for (var wait = Delay; ; wait = Interval)
        {
            await Task.Delay(wait, Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await RunAsync(stoppingToken);
                if (failing)
                {
                    failing = false;
                    OnRecovered();
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                {
                    OnFailed(exception);
                }

                failing = true;
            }
        }
    }
}
