using System.Collections.Concurrent;
using System.Threading.Channels;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Running;

/// <summary>Does long work one after the other and stores how far each is, so that any gateway can show it.</summary>
internal abstract class RunQueue<TRun> : BackgroundService
    where TRun : QueuedRun
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly IRunStore _store;
    private readonly int _waitingMax;
    private readonly ILogger _logger;
    private readonly Channel<TRun> _waiting;
    private readonly ConcurrentDictionary<string, TRun> _runs = new(StringComparer.Ordinal);

    protected TimeProvider Clock { get; }

    protected RunQueue(IRunStore store, int waitingMax, TimeProvider clock, ILogger logger)
    {
        (_store, _waitingMax, Clock, _logger) = (store, waitingMax, clock, logger);
        _waiting = Channel.CreateBounded<TRun>(waitingMax);
    }

    /// <summary>Takes a run on; false: too many wait.</summary>
    public async Task<bool> StartAsync(TRun run, CancellationToken cancellationToken)
    {
        if (_runs.Count > _waitingMax)
        {
            return false;
        }

        await _store.AddAsync(Stored(run, ended: false), cancellationToken);
        _runs[run.Id] = run;
        if (_waiting.Writer.TryWrite(run))
        {
            return true;
        }

        await EndAsync(run, RunStates.Failed, "Too many others wait.", null);
        return false;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var telling = TellAsync(stoppingToken);
        try
        {
            await foreach (var run in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await RunAsync(run, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Those that wait are shown as stopped as soon as nobody tells of them.
        }

        await telling;
    }

    /// <summary>Does it; gives its report as JSON.</summary>
    protected abstract Task<string> ReportAsync(TRun run, CancellationToken cancellationToken);

    private async Task RunAsync(TRun run, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, run.Cancelled);
        try
        {
            run.Begin();
            await EndAsync(run, RunStates.Done, null, await ReportAsync(run, either.Token));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            var why = stoppingToken.IsCancellationRequested ? "The gateway that ran it was stopped. Start it again." : null;
            await EndAsync(run, why is null ? RunStates.Cancelled : RunStates.Failed, why, null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            await EndAsync(run, RunStates.Failed, exception.Message, null);
        }
        catch (Exception exception)
        {
            RunLog.Failed(_logger, exception, run.Id);
            await EndAsync(run, RunStates.Failed, $"It broke off: {exception.Message}", null);
        }
    }

    // Also of those that wait: a run not reported for a while counts as gone.
    private async Task TellAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TellEvery, Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var run in _runs.Values)
            {
                try
                {
                    if (!stoppingToken.IsCancellationRequested && !await _store.UpdateAsync(Stored(run, ended: false), stoppingToken) && _runs.ContainsKey(run.Id))
                    {
                        run.Cancel();
                    }
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    RunLog.Untold(_logger, exception, run.Id);
                }
            }
        }
    }

    private async Task EndAsync(TRun run, string state, string? failure, string? report)
    {
        // First out of those that are reported: nothing may be reported after its end.
        _runs.TryRemove(run.Id, out _);
        run.End(state, failure, Clock.GetUtcNow());
        await _store.UpdateAsync(Stored(run, ended: true) with { Report = report }, CancellationToken.None);
        run.Dispose();
    }

    private StoredRun Stored(TRun run, bool ended) => new() { Id = run.Id, Ended = ended, View = run.Json, SeenAt = Clock.GetUtcNow() };
}
