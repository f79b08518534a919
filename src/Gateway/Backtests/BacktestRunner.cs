using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;
using CxOrchestrator.Backtests.Files;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>Runs backtests one after the other and stores how far each is, so that any gateway can show it.</summary>
internal sealed partial class BacktestRunner : BackgroundService
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly IBacktestStore _store;
    private readonly IRecordedHistory _history;
    private readonly IReadModel _readModel;
    private readonly IErasureStore _erasures;
    private readonly BacktestOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<BacktestRunner> _logger;
    private readonly Channel<BacktestJob> _waiting;
    private readonly ConcurrentDictionary<string, BacktestJob> _jobs = new(StringComparer.Ordinal);

    public BacktestRunner(
        IBacktestStore store, IRecordedHistory history, IReadModel readModel, IErasureStore erasures, IOptions<BacktestOptions> options, TimeProvider clock, ILogger<BacktestRunner> logger)
    {
        (_store, _history, _readModel, _erasures, _options, _clock, _logger) = (store, history, readModel, erasures, options.Value, clock, logger);
        _waiting = Channel.CreateBounded<BacktestJob>(_options.WaitingMax);
    }

    /// <summary>Takes a backtest on; false: too many wait.</summary>
    public async Task<bool> StartAsync(BacktestJob job, CancellationToken cancellationToken)
    {
        if (_jobs.Count > _options.WaitingMax)
        {
            return false;
        }

        await _store.AddAsync(Stored(job.View, ended: false), cancellationToken);
        _jobs[job.Id] = job;
        if (_waiting.Writer.TryWrite(job))
        {
            return true;
        }

        await EndAsync(job, job.View with { State = BacktestStates.Failed, Failure = "Too many backtests wait." }, null);
        return false;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var telling = TellAsync(stoppingToken);
        try
        {
            await foreach (var job in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await RunAsync(job, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Those that wait are shown as stopped as soon as nobody tells of them.
        }

        await telling;
    }

    private async Task RunAsync(BacktestJob job, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, job.Cancelled);
        try
        {
            job.View = job.View with { State = BacktestStates.Running, Progress = job.View.Progress with { Step = job.Path is null ? BacktestSteps.Running : BacktestSteps.Reading } };
            var report = await ErasedSamples.WithoutAsync(await ReportAsync(job, either.Token), _erasures, either.Token);
            await EndAsync(job, job.Now with { State = BacktestStates.Done, From = report.From, Until = report.Until }, report);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            var why = stoppingToken.IsCancellationRequested ? "The gateway that ran it was stopped. Start it again." : null;
            await EndAsync(job, job.Now with { State = why is null ? BacktestStates.Cancelled : BacktestStates.Failed, Failure = why }, null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            await EndAsync(job, job.Now with { State = BacktestStates.Failed, Failure = exception.Message }, null);
        }
        catch (Exception exception)
        {
            LogFailed(_logger, exception, job.Id);
            await EndAsync(job, job.Now with { State = BacktestStates.Failed, Failure = $"It broke off: {exception.Message}" }, null);
        }
    }

    private async Task<BacktestReport> ReportAsync(BacktestJob job, CancellationToken cancellationToken)
    {
        using var file = job.Path is { } path ? await OpenAsync(path, cancellationToken) : null;
        IRecordedCustomers recorded = file is null ? new HistoryCustomers(_history, (await _readModel.StatusAsync(cancellationToken)).Customers) : file;
        var until = job.View.Until ?? file!.LastAt!.Value.AddTicks(1);
        var plan = new BacktestPlan
        {
            Before = job.Sets.Before,
            After = job.Sets.After!,
            Difference = job.Sets.Difference,
            Focus = job.Sets.Focus,
            From = job.View.From ?? until - BacktestStates.PeriodDefault,
            Until = until,
        };
        job.Running = new Backtest(plan, recorded, _clock, _options.Workers > 0 ? _options.Workers : Math.Max(1, Environment.ProcessorCount / 2));
        var report = await job.Running.RunAsync(cancellationToken);
        return report with { Refused = report.Refused + (file?.Refused ?? 0) };
    }

    private static async Task<FileCustomers> OpenAsync(string path, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var file = FileCustomers.Open(path, null, cancellationToken);
        if (file.LastAt is not null)
        {
            return file;
        }

        file.Dispose();
        throw new InvalidDataException("The file has no touchpoint that can be read. It needs one JSON object a line, each with id, source, type, customer and at.");
    }

    // Also of those that wait: a run not reported for a while counts as gone.
    private async Task TellAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TellEvery, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var job in _jobs.Values)
            {
                try
                {
                    if (!stoppingToken.IsCancellationRequested && !await _store.UpdateAsync(Stored(job.Now, ended: false), stoppingToken) && _jobs.ContainsKey(job.Id))
                    {
                        job.Cancel();
                    }
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    LogUntold(_logger, exception, job.Id);
                }
            }
        }
    }

    private async Task EndAsync(BacktestJob job, BacktestView view, BacktestReport? report)
    {
        // First out of those that are reported: nothing may be reported after its end.
        _jobs.TryRemove(job.Id, out _);
        var ended = view with { FinishedAt = _clock.GetUtcNow() };
        await _store.UpdateAsync(
            Stored(ended, ended: true) with { Report = report is null ? null : JsonSerializer.Serialize(report, ApiJson.Default.BacktestReport) }, CancellationToken.None);
        job.Dispose();
    }

    private StoredBacktest Stored(BacktestView view, bool ended) => new()
    {
        Id = view.Id,
        Ended = ended,
        View = JsonSerializer.Serialize(view, ApiJson.Default.BacktestView),
        SeenAt = _clock.GetUtcNow(),
    };

    [LoggerMessage(3151, LogLevel.Error, "Backtest {Id} broke off")]
    private static partial void LogFailed(ILogger logger, Exception exception, string id);

    [LoggerMessage(3152, LogLevel.Warning, "How far backtest {Id} is could not be stored")]
    private static partial void LogUntold(ILogger logger, Exception exception, string id);
}
