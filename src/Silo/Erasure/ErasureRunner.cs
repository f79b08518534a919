using CxOrchestrator.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Erasure;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Erasure;

/// <summary>
/// Removes what is stored of customers who were erased: at once, and a last time once what other parts had in memory is stored. Each step can be
/// repeated, so that another process goes on where one died. One process works on an erasure at a time.
/// </summary>
internal sealed partial class ErasureRunner(
    IErasureStore store,
    IEnumerable<IErasableLog> logs,
    IEnumerable<IErasureStep> steps,
    IOptions<ErasureOptions> options,
    TimeProvider clock,
    ILogger<ErasureRunner> logger) : RepeatedWork(clock)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly IErasableLog[] _logs = [.. logs];
    private readonly IErasureStep[] _steps = [.. steps];
    private readonly string _runner = $"{Environment.MachineName}/{Environment.ProcessId}/{clock.GetUtcNow().ToUnixTimeMilliseconds()}";
    private readonly HashSet<long> _passed = [];
    private readonly HashSet<long> _failing = [];

    protected override TimeSpan Interval => options.Value.LookEvery;

    protected override void OnFailed(Exception exception) => LogLookFailed(logger, exception);

    /// <summary>Brings every erasure that is under way as far as it can come now.</summary>
    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var running = await store.RunningAsync(cancellationToken);
        _passed.IntersectWith(running.Select(r => r.Number));
        foreach (var erasure in running)
        {
            // The first pass at once, the last after everything has settled; none in between.
            var settled = Clock.GetUtcNow() - erasure.RequestedAt >= options.Value.SettleFor;
            if ((settled || !_passed.Contains(erasure.Number)) && await store.LeaseAsync(erasure.Number, _runner, Lease, cancellationToken))
            {
                await TryAsync(erasure, settled, cancellationToken);
            }
        }
    }

    private async Task TryAsync(RunningErasure erasure, bool settled, CancellationToken cancellationToken)
    {
        var removed = new Dictionary<string, long>();
        string? failure = null;
        try
        {
            failure = await PassAsync(erasure, removed, settled, cancellationToken);
            _passed.Add(erasure.Number);
            _failing.Remove(erasure.Number);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            failure = exception.Message;
            if (_failing.Add(erasure.Number))
            {
                LogFailed(logger, exception, erasure.Number);
            }
        }

        await store.NoteAsync(erasure.Number, removed, failure, cancellationToken);
        if (settled && failure is null)
        {
            await store.DoneAsync(erasure.Number, cancellationToken);
            LogDone(logger, erasure.Number);
        }
    }

    /// <returns>What has to come first; null: nothing is left.</returns>
    private async Task<string?> PassAsync(RunningErasure erasure, Dictionary<string, long> removed, bool settled, CancellationToken cancellationToken)
    {
        // The log first: what waits in it is counted by the customer, and leaves nothing behind.
        var waiting = 0;
        foreach (var log in _logs)
        {
            var records = await log.EraseAsync(erasure.Key, cancellationToken);
            Add(removed, ErasureNames.LogRecords, records.Removed);
            waiting += records.Waiting;
        }

        foreach (var part in Enum.GetValues<ErasedPart>())
        {
            await RemoveAsync(erasure, part, removed, cancellationToken);
        }

        if (!settled)
        {
            return null;
        }

        foreach (var step in _steps)
        {
            await step.RunAsync(erasure, cancellationToken);
        }

        return waiting == 0 ? null : $"{waiting} of the customer's touchpoints wait in the log; they are removed once they have been read.";
    }

    private async Task RemoveAsync(RunningErasure erasure, ErasedPart part, Dictionary<string, long> removed, CancellationToken cancellationToken)
    {
        int count;
        do
        {
            count = await store.RemoveAsync(erasure.Key, part, options.Value.RowsMax, cancellationToken);
            Add(removed, ErasureNames.Of(part), count);
            await store.LeaseAsync(erasure.Number, _runner, Lease, cancellationToken);
        }
        while (count >= options.Value.RowsMax && InChunks(part));
    }

    private static bool InChunks(ErasedPart part) => part is not (ErasedPart.Examples or ErasedPart.AuditEntries or ErasedPart.Codes or ErasedPart.Links or ErasedPart.Samples or ErasedPart.Schedules or ErasedPart.SourceDeliveries);

    private static void Add(Dictionary<string, long> removed, string name, int count)
    {
        if (count > 0)
        {
            removed[name] = removed.GetValueOrDefault(name) + count;
        }
    }

    [LoggerMessage(2411, LogLevel.Warning, "Erasures that are under way could not be read; trying again")]
    private static partial void LogLookFailed(ILogger logger, Exception exception);

    [LoggerMessage(2412, LogLevel.Error, "Erasure {Number} failed; it is tried again until it is done")]
    private static partial void LogFailed(ILogger logger, Exception exception, long number);

    [LoggerMessage(2413, LogLevel.Information, "Erasure {Number} is done")]
    private static partial void LogDone(ILogger logger, long number);
}
