using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Retention;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Retention;

/// <summary>Removes what was kept for long enough, in small transactions between other writes. Any number of silos may do so.</summary>
internal sealed partial class RetentionKeeper(
    IRetention store,
    IOptions<RetentionOptions> options,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<RetentionKeeper> logger) : RepeatedWork(clock)
{
    /// <summary>How long a report may be ahead of the message that it is about. What was reported of nobody's message may speak of somebody who is erased.</summary>
    private static readonly TimeSpan UnmatchedFor = TimeSpan.FromDays(2);

    protected override TimeSpan Interval => options.Value.Every;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    /// <summary>Removes all that is past its time now.</summary>
    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var (settings, now) = (options.Value, journeyClock.GetUtcNow());
        foreach (var (kept, retention) in ((Kept, TimeSpan)[])
        [
            (Kept.History, settings.History), (Kept.Actions, settings.Actions), (Kept.Cases, settings.Cases), (Kept.DeadLetters, settings.DeadLetters),
            (Kept.ReplayedLetters, settings.ReplayedLetters), (Kept.Consents, settings.Consents), (Kept.Codes, settings.Codes), (Kept.Remarks, settings.History), (Kept.Corrections, settings.History),
            (Kept.Deliveries, settings.Actions), (Kept.DeliverySteps, settings.Actions), (Kept.UnmatchedSteps, UnmatchedFor), (Kept.InAppMessages, settings.Actions),
        ])
        {
            await TrimAsync(kept, now - retention, cancellationToken);
        }

        await TrimAsync(Kept.Audit, Clock.GetUtcNow() - settings.Audit, cancellationToken);

        // Sets are published by the system's clock, and timelines made by the journey's: whichever is behind.
        var behind = Clock.GetUtcNow() < now ? Clock.GetUtcNow() : now;
        await store.TrimDocumentsAsync(behind - settings.History, settings.DocumentVersions, cancellationToken);
    }

    private async Task TrimAsync(Kept kept, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0L;
        for (long? after = 0; after is { } from;)
        {
            var step = await store.TrimAsync(kept, before, from, options.Value.RowsMax, cancellationToken);
            (removed, after) = (removed + step.Removed, step.Next);
        }

        if (removed > 0)
        {
            LogRemoved(logger, removed, kept);
        }
    }

    [LoggerMessage(2421, LogLevel.Warning, "What is past its retention could not be removed; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(2422, LogLevel.Information, "{Rows} rows of {Kept} were past their retention and are removed")]
    private static partial void LogRemoved(ILogger logger, long rows, Kept kept);
}
