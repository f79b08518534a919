using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Retention;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Makes partitions for the months to come, before anyone waits for one, and removes those past the retention, and limits of days that are over. Any number of silos may do so.</summary>
internal sealed partial class MonthKeeper(
    PostgresDatabase database,
    IOptions<PostgresOptions> options,
    IOptions<RetentionOptions> retention,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<MonthKeeper> logger) : RepeatedWork(clock)
{
    private const int MonthsAhead = 2;

    private static readonly TimeSpan LimitsKeptFor = TimeSpan.FromDays(8);

    protected override TimeSpan Interval => options.Value.MonthsEvery;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = journeyClock.GetUtcNow();
        await using var connection = await database.OpenAsync(cancellationToken);
        for (var ahead = 0; ahead <= MonthsAhead; ahead++)
        {
            await database.Months.EnsureAsync(connection, HistoryMonths.Of(now.UtcDateTime).AddMonths(ahead), cancellationToken);
        }

        // Days and hours long over; a clock that is behind still finds its own.
        await connection.ExecuteAsync("DELETE FROM limits WHERE ends_at < $1", [now - LimitsKeptFor], cancellationToken);
        if (await database.Months.DropAsync(connection, now - retention.Value.History, cancellationToken) is > 0 and var dropped)
        {
            LogDropped(logger, dropped);
        }
    }

    [LoggerMessage(2084, LogLevel.Warning, "The history's months could not be kept; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(2085, LogLevel.Information, "{Partitions} partitions of the history were past its retention and are removed")]
    private static partial void LogDropped(ILogger logger, int partitions);
}
