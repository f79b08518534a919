using System.Collections.Immutable;
using System.Threading.Channels;
using CxOrchestrator.Api.Backtests;

namespace CxOrchestrator.Backtests;

/// <summary>
/// Tries a set of documents on touchpoints that were recorded, beside the published set: each customer from the first touchpoint on, in virtual
/// time, through the core that decides live, with admission answering at once. Used once.
/// </summary>
/// <param name="plan">What is compared over which time.</param>
/// <param name="recorded">The touchpoints.</param>
/// <param name="clock">Measures how long it takes.</param>
/// <param name="workers">How many customers are simulated at the same time, at least 1.</param>
public sealed class Backtest(BacktestPlan plan, IRecordedCustomers recorded, TimeProvider clock, int workers)
{
    /// <summary>Rounds in which it is settled who gets contested limits; beyond them the report says that it is not.</summary>
    public const int RoundsMax = 200_000;

    private const int BatchesWaitingMax = 4;

    private readonly long _started = clock.GetTimestamp();
    private long _customers;
    private long _touchpoints;
    private volatile string _step = BacktestSteps.Running;

    /// <summary>How far it is; from any thread.</summary>
    public BacktestProgress Progress
    {
        get
        {
            var (customers, touchpoints) = (Interlocked.Read(ref _customers), Interlocked.Read(ref _touchpoints));
            return new BacktestProgress
            {
                Step = _step,
                Customers = customers,
                CustomersTotal = recorded.Customers,
                Touchpoints = touchpoints,
                TouchpointsPerSecond = Math.Round(touchpoints / Math.Max(0.001, clock.GetElapsedTime(_started).TotalSeconds)),
                Share = _step != BacktestSteps.Running ? 1 : recorded.Customers is { } total and > 0 ? Math.Min(1, (double)customers / total) : null,
            };
        }
    }

    public async Task<BacktestReport> RunAsync(CancellationToken cancellationToken)
    {
        var (before, after) = (new LimitGuess(ShareDone), new LimitGuess(ShareDone));
        ImmutableArray<BacktestWorker> crew = [.. Enumerable.Range(0, Math.Max(1, workers)).Select(_ => new BacktestWorker(plan, before, after))];
        await RunAllAsync(crew, cancellationToken);

        _step = BacktestSteps.Limits;
        List<ContestingCustomer> contesting = [.. crew.SelectMany(w => w.Contesting).OrderBy(c => c.Key, StringComparer.Ordinal)];
        var (settledBefore, _) = await SettleAsync(crew, contesting, after: false, cancellationToken);
        var (settledAfter, settlement) = await SettleAsync(crew, contesting, after: true, cancellationToken);
        var tally = crew[0].Tally;
        foreach (var worker in crew.Skip(1))
        {
            tally.Merge(worker.Tally);
        }

        foreach (var customer in contesting)
        {
            tally.Add(customer.Key, customer.Before, customer.After);
        }

        _step = BacktestSteps.Samples;
        var samples = await SamplesAsync(tally.Samples, contesting.ToDictionary(c => c.Key, c => new FullLimits(settlement, c.After.Asks)), cancellationToken);
        _step = BacktestSteps.Done;
        return new BacktestReporting(plan, tally, settlement.Limits().ToDictionary(StringComparer.Ordinal)).Report(crew, samples, settledBefore && settledAfter, clock.GetElapsedTime(_started));
    }

    private async Task RunAllAsync(ImmutableArray<BacktestWorker> crew, CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<ImmutableArray<RecordedCustomer>>(new BoundedChannelOptions(BatchesWaitingMax) { SingleWriter = true });
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] tasks = [ReadAsync(batches.Writer, failing.Token), .. crew.Select(w => WorkAsync(w, batches.Reader, failing.Token))];
        foreach (var task in tasks)
        {
            // Who fails takes the others along: a reader must not wait for workers that are gone.
            _ = task.ContinueWith(_ => failing.Cancel(), CancellationToken.None, TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        await Task.WhenAll(tasks);
    }

    private async Task ReadAsync(ChannelWriter<ImmutableArray<RecordedCustomer>> writer, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await foreach (var batch in recorded.BatchesAsync(cancellationToken))
        {
            await writer.WriteAsync(batch, cancellationToken);
        }

        writer.Complete();
    }

    private async Task WorkAsync(BacktestWorker worker, ChannelReader<ImmutableArray<RecordedCustomer>> reader, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await foreach (var batch in reader.ReadAllAsync(cancellationToken))
        {
            foreach (var customer in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Interlocked.Add(ref _touchpoints, worker.Run(customer));
                Interlocked.Increment(ref _customers);
            }
        }
    }

    private async Task<(bool Settled, LimitSettlement Settlement)> SettleAsync(
        ImmutableArray<BacktestWorker> crew, List<ContestingCustomer> customers, bool after, CancellationToken cancellationToken)
    {
        var settlement = new LimitSettlement();
        foreach (var customer in customers)
        {
            settlement.Add(customer, customer[after].Asks);
        }

        for (var round = 0; ; round++)
        {
            var unsettled = settlement.Next();
            if (unsettled.Count == 0 || round == RoundsMax)
            {
                return (unsettled.Count == 0, settlement);
            }

            var (next, outcomes) = (-1, new SideOutcome[unsettled.Count]);
            await Task.WhenAll(crew.Select(AgainAsync));
            for (var i = 0; i < unsettled.Count; i++)
            {
                var customer = unsettled[i];
                customer[after] = outcomes[i] with { Asks = settlement.Replace(customer, customer[after].Asks, outcomes[i].Asks) };
            }

            async Task AgainAsync(BacktestWorker worker)
            {
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                for (int i; (i = Interlocked.Increment(ref next)) < unsettled.Count;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var customer = unsettled[i];
                    outcomes[i] = worker.Again(await recorded.ReadAsync(customer.Key, cancellationToken), new FullLimits(settlement, customer[after].Asks), after);
                }
            }
        }
    }

    // Of the first run; from one customer on.
    private double? ShareDone() => recorded.Customers is { } total and > 0 ? Math.Clamp((double)Interlocked.Read(ref _customers) / total, 1.0 / total, 1) : null;

    private async Task<ImmutableArray<BacktestSample>> SamplesAsync(SampleChoice choice, Dictionary<string, FullLimits> full, CancellationToken cancellationToken)
    {
        var samples = ImmutableArray.CreateBuilder<BacktestSample>();
        foreach (var key in choice.Keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            samples.Add(SampleRun.Of(await recorded.ReadAsync(key, cancellationToken), plan, full.GetValueOrDefault(key)));
        }

        return samples.ToImmutable();
    }
}
