using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;
using CxOrchestrator.Backtests.Files;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Running;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>Runs backtests one after the other.</summary>
internal sealed class BacktestRunner(
    IBacktestStore store, IRecordedHistory history, IReadModel readModel, IErasureStore erasures, IOptions<BacktestOptions> options, TimeProvider clock, ILogger<BacktestRunner> logger)
    : RunQueue<BacktestJob>(store, options.Value.WaitingMax, clock, logger)
{
    protected override async Task<string> ReportAsync(BacktestJob run, CancellationToken cancellationToken)
    {
        var report = await ErasedSamples.WithoutAsync(await RunAsync(run, cancellationToken), erasures, cancellationToken);
        run.View = run.View with { From = report.From, Until = report.Until };
        return JsonSerializer.Serialize(report, ApiJson.Default.BacktestReport);
    }

    private async Task<BacktestReport> RunAsync(BacktestJob job, CancellationToken cancellationToken)
    {
        using var file = job.Path is { } path ? await OpenAsync(path, cancellationToken) : null;
        IRecordedCustomers recorded = file is null ? new HistoryCustomers(history, (await readModel.StatusAsync(cancellationToken)).Customers) : file;
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
        job.Running = new Backtest(plan, recorded, Clock, options.Value.Workers > 0 ? options.Value.Workers : Math.Max(1, Environment.ProcessorCount / 2));
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
}
