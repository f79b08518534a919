using CxOrchestrator.Api.Board;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Operations;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Board;

/// <summary>Figures of the top line, read from the store once a second for all screens.</summary>
internal sealed partial class Figures(
    IReadModel store,
    ICaseStore cases,
    ISendingSwitch sending,
    LiveBoard board,
    JourneyClock journey,
    TimeProvider clock,
    ILogger<Figures> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RateOver = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ChangeOver = TimeSpan.FromMinutes(10);

    // Two readings of a store that is being written differ for a moment, and positions are stored some touchpoints after what they stand for:
    // only a difference that stays, and is more than what moved meanwhile, is wrong.
    private static readonly TimeSpan UnbalancedAfter = TimeSpan.FromSeconds(5);

    // While this many wait, the past is coming in: what it brings on the board is no news.
    private const long CatchingUpFrom = 500;

    private readonly Queue<(DateTimeOffset At, long Applied)> _applied = [];
    private readonly Queue<(DateTimeOffset At, long AtRisk)> _atRisk = [];
    private readonly Queue<(DateTimeOffset At, long Handled)> _handled = [];
    private readonly Queue<(DateTimeOffset At, long Received)> _received = [];
    private DateTimeOffset? _unbalancedSince;
    private volatile BoardTotals _totals = new()
    {
        AtRisk = 0,
        AtRiskChange = 0,
        Matching = 0,
        CasesOpen = 0,
        CasesOverdue = 0,
        LedgerBalanced = true,
        Waiting = 0,
        TouchpointsPerSecond = 0,
        SendingStopped = false,
    };

    /// <summary>Raised after each reading.</summary>
    public event Action? Read;

    /// <summary>When the store last answered, by the system's clock; null before it ever did.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Where sources are counted together; null where each has its own line.</summary>
    public string? SourcesNotice { get; private set; }

    /// <summary>For all rows.</summary>
    public BoardTotals Totals => TotalsFor(board.Count, board.Count);

    public BoardTotals TotalsFor(long matching, long atRisk) => _totals with { Matching = matching, AtRisk = atRisk };

    /// <summary>Shows the switch at once, before it is read again.</summary>
    public void Told(bool sendingStopped)
    {
        _totals = _totals with { SendingStopped = sendingStopped };
        Read?.Invoke();
    }

    /// <summary>Reads now, besides the rhythm.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var ledger = await store.LedgerAsync(cancellationToken);
        var counts = await cases.CountsAsync(cancellationToken);
        var stopped = (await sending.GetAsync(cancellationToken)).Stopped;
        var now = clock.GetUtcNow();
        var (waiting, received) = (ledger.Waiting, ledger.Received);
        var moved = Math.Max(
            received - Sampled(_received, now, received, UnbalancedAfter).Value,
            received - waiting - Sampled(_handled, now, received - waiting, UnbalancedAfter).Value);
        _unbalancedSince = Math.Abs(ledger.Difference) <= moved ? null : _unbalancedSince ?? now;
        if (waiting > CatchingUpFrom || !board.Loaded)
        {
            _atRisk.Clear();
        }

        var before = Sampled(_atRisk, now, board.Count, ChangeOver);
        ReadAt = now;
        SourcesNotice = LedgerViews.Notice(ledger);
        _totals = new BoardTotals
        {
            AtRisk = board.Count,
            AtRiskChange = board.Count - before.Value,
            AtRiskChangeSeconds = (now - before.At).TotalSeconds,
            Matching = board.Count,
            CasesOpen = counts.Open + counts.Claimed,
            CasesOverdue = counts.Overdue,
            LedgerBalanced = _unbalancedSince is not { } since || now - since < UnbalancedAfter,
            Waiting = waiting,
            TouchpointsPerSecond = Rate(now, ledger.Sources.Sum(s => s.Applied)),
            SendingStopped = stopped,
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A store that is away comes back; until then the last figures stand.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
            }

            Read?.Invoke();
        }
        while (await NextAsync(timer, stoppingToken));
    }

    /// <summary>What every screen hears once a second.</summary>
    public Api.Live.LivePulse Pulse() => new() { JourneyNow = journey.Now, JourneySpeed = journey.Speed, Totals = Totals };

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private double Rate(DateTimeOffset now, long applied)
    {
        var (at, value) = Sampled(_applied, now, applied, RateOver);
        var seconds = (now - at).TotalSeconds;
        return seconds <= 0 ? 0 : Math.Round(Math.Max(0, applied - value) / seconds, 1);
    }

    // Keeps one sample a reading, as far back as asked, and gives the oldest.
    private static (DateTimeOffset At, long Value) Sampled(Queue<(DateTimeOffset At, long Value)> samples, DateTimeOffset now, long value, TimeSpan over)
    {
        samples.Enqueue((now, value));
        while (now - samples.Peek().At > over)
        {
            samples.Dequeue();
        }

        return samples.Peek();
    }

    [LoggerMessage(3101, LogLevel.Warning, "The store's figures could not be read")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
