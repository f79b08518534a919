using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;
using CxOrchestrator.Backtests.Files;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Cli.Backtests;

/// <summary>Runs a backtest on this machine.</summary>
internal sealed class BacktestRun(TextWriter output, TextWriter errors)
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(500);

    public async Task<int> RunAsync(BacktestOptions options, CancellationToken cancellationToken)
    {
        var (after, before) = (Read(options.Definitions), options.Against is null ? DefinitionReader.Read([]) : Read(options.Against));
        if (after.Set is null || before.Set is null)
        {
            return ExitCodes.Errors;
        }

        if (Array.Find(options.Policies, p => !after.Set.Policies.Concat(before.Set.Policies).Any(k => k.Id == p)) is { } unknown)
        {
            await errors.WriteLineAsync($"cx: there is no policy {unknown} in the documents.");
            return ExitCodes.Errors;
        }

        using var progress = new Progress(errors);
        await using var source = await RecordedSource.OpenAsync(
            options, lines => progress.Show(() => string.Create(CultureInfo.InvariantCulture, $"reading: {lines:N0} lines")), cancellationToken);
        var differing = BacktestFocus.Differing(SetDiff.Texts(before.Documents), SetDiff.Texts(after.Documents));
        var (compiledBefore, compiledAfter) = (new CompiledDefinitions(before.Set), new CompiledDefinitions(after.Set));
        var plan = new BacktestPlan
        {
            Before = compiledBefore,
            After = compiledAfter,
            Difference = BacktestFocus.Of(differing, compiledBefore, compiledAfter),
            Focus = options.Policies is [] ? BacktestFocus.Of(differing, before.Set, after.Set) : options.Policies.ToFrozenSet(StringComparer.Ordinal),
            From = options.From ?? DateTimeOffset.MinValue,
            Until = options.Until ?? source.Until,
        };
        if (plan.From >= plan.Until)
        {
            await errors.WriteLineAsync($"cx: nothing counts: it begins at {plan.From:u} and ends at {plan.Until:u}.");
            return ExitCodes.Errors;
        }

        var report = await RunAsync(new Backtest(plan, source.Customers, TimeProvider.System, options.Workers), progress, cancellationToken);
        report = report with { Refused = report.Refused + (source.Customers as FileCustomers)?.Refused ?? 0 };
        progress.Clear();
        if (options.Out is { } file)
        {
            await using var stream = File.Create(file);
            await JsonSerializer.SerializeAsync(stream, report, BacktestJson.Default.BacktestReport, cancellationToken);
        }

        ReportText.Write(report, output);
        if (source.Customers is FileCustomers { LastAt: null, Refused: > 0 })
        {
            await errors.WriteLineAsync($"cx: no line of {options.Events} is a touchpoint.");
            return ExitCodes.Errors;
        }

        return ExitCodes.Done;
    }

    private static async Task<BacktestReport> RunAsync(Backtest backtest, Progress progress, CancellationToken cancellationToken)
    {
        var running = backtest.RunAsync(cancellationToken);
        while (await Task.WhenAny(running, Task.Delay(ShowEvery, TimeProvider.System, cancellationToken)) != running && !running.IsCompleted)
        {
            var told = backtest.Progress;
            progress.Show(() => told.Step == BacktestSteps.Running
                ? string.Create(CultureInfo.InvariantCulture, $"simulating: {(told.Share is { } share ? $"{100 * share:N0} % of {told.CustomersTotal:N0}" : $"{told.Customers:N0}")} customers, {told.TouchpointsPerSecond:N0} touchpoints a second")
                : $"settling: {told.Step}");
        }

        return await running;
    }

    private ReadResult Read(string path)
    {
        var documents = Documents.Read([path], errors);
        if (documents.IsEmpty)
        {
            throw new FileNotFoundException($"There are no *.yaml or *.yml files in {path}.");
        }

        var read = DefinitionReader.Read(documents);
        foreach (var error in read.Errors)
        {
            errors.WriteLine(error);
        }

        return read;
    }
}
