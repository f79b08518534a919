using CxOrchestrator.Gateway.Backtests;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Privacy;

/// <summary>Removes customers who are erased from files that people uploaded to this gateway: each has files of its own, so each looks.</summary>
internal sealed partial class UploadErasure(IErasureStore erasures, BacktestFiles files, TimeProvider clock, ILogger<UploadErasure> logger) : RepeatedWork(clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly HashSet<long> _done = [];

    protected override TimeSpan Interval => LookEvery;

    protected override TimeSpan Delay => LookEvery;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var running = await erasures.RunningAsync(cancellationToken);
        _done.IntersectWith(running.Select(r => r.Number));
        foreach (var erasure in running.Where(r => !_done.Contains(r.Number)))
        {
            await files.EraseAsync(erasure.Key, cancellationToken);
            _done.Add(erasure.Number);
        }
    }

    [LoggerMessage(3171, LogLevel.Warning, "Uploaded files could not be looked through for customers who are erased; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
