using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Demo;

/// <summary>
/// The shop's contact centre: a few people who take the most pressing cases, call and close them, as operators would. They always leave
/// some for the person watching the demo.
/// </summary>
internal sealed partial class DemoOperators(ICaseStore cases, DemoClock shopClock, TimeProvider clock, ILogger<DemoOperators> logger) : BackgroundService
{
    private const int LeftForOthers = 5;
    private static readonly string[] People = ["Ines", "Tomas", "Mei", "Ravi", "Chloe"];
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Call = TimeSpan.FromSeconds(6);

    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookEvery / shopClock.Hurry, clock, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The shop closes.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var person in People)
            {
                await WorkAsync(person, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A store that is away comes back, and the operators continue.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(logger, exception);
        }
    }

    private async Task WorkAsync(string person, CancellationToken cancellationToken)
    {
        var mine = (await cases.ListAsync(new CaseQuery { Status = CaseStatus.Claimed, ClaimedBy = person, Limit = 1 }, cancellationToken)).Items.FirstOrDefault();
        if (mine is null)
        {
            await TakeAsync(person, cancellationToken);
        }
        else if (!_since.TryGetValue(mine.Id, out var since))
        {
            _since[mine.Id] = clock.GetTimestamp();
        }
        else if (clock.GetElapsedTime(since) >= Call / shopClock.Hurry)
        {
            _since.Remove(mine.Id);
            var (disposition, note) = Ending(mine.Id);
            await cases.CompleteAsync(mine.Id, person, disposition, note, cancellationToken);
        }
    }

    private async Task TakeAsync(string person, CancellationToken cancellationToken)
    {
        var waiting = (await cases.ListAsync(new CaseQuery { Status = CaseStatus.Open, Limit = LeftForOthers + 1 }, cancellationToken)).Items;
        if (waiting.Length > LeftForOthers)
        {
            _since[waiting[0].Id] = clock.GetTimestamp();
            await cases.ClaimAsync(waiting[0].Id, person, cancellationToken);
        }
    }

    // Most calls help; which ones is in the case's id, so that it looks the same from every screen.
    private static (string Disposition, string Note) Ending(string id) => (id[^1] % 5) switch
    {
        0 => ("unreachable", "Nobody answered, twice."),
        1 => ("unresolved", "Wants to wait for the parcel before deciding."),
        2 => ("resolved", "Said sorry, sent a new one by express."),
        _ => ("resolved", "Explained what happened; the voucher was welcome."),
    };

    [LoggerMessage(3302, LogLevel.Warning, "The demo's operator failed; retrying")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
