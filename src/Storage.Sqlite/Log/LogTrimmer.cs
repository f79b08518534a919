using CxOrchestrator.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Sqlite.Log;

/// <summary>Removes applied records past their retention, in chunks between other writes; earlier where the log is more than half full.</summary>
internal sealed partial class LogTrimmer(
    SqliteDatabase database,
    IOptions<EmbeddedOptions> options,
    [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock,
    TimeProvider clock,
    ILogger<LogTrimmer> logger) : RepeatedWork(clock)
{
    protected override TimeSpan Interval => options.Value.LogTrimEvery;

    protected override TimeSpan Delay => Interval;

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var partition = 0; partition < database.Head.Partitions && !cancellationToken.IsCancellationRequested; partition++)
        {
            while (await TrimAsync(partition, cancellationToken) == options.Value.LogTrimMax)
            {
                // Until a chunk is not full; other writes go in between.
            }
        }
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    /// <summary>How many records went.</summary>
    internal Task<int> TrimAsync(int partition, CancellationToken cancellationToken)
    {
        var full = database.Tail.Bytes > options.Value.LogSizeMaxBytes / 2;
        var before = full ? DateTimeOffset.MaxValue : journeyClock.GetUtcNow() - options.Value.LogRetention;
        return database.WriteAsync(
            transaction =>
            {
                var done = EmbeddedLog.StoredPosition(transaction.Session, partition);
                long bytes = 0;
                var last = 0L;
                var count = 0;
                using (var select = transaction.Session.Use(
                    "SELECT position, length(body) FROM log_records WHERE partition = ?1 AND position <= ?2 AND received_at < ?3 ORDER BY position LIMIT ?4"))
                {
                    select.Bind(1, (long)partition).Bind(2, done).Bind(3, before).Bind(4, (long)options.Value.LogTrimMax);
                    while (select.Read())
                    {
                        (last, bytes, count) = (select.Long(0), bytes + select.Long(1), count + 1);
                    }
                }

                if (count > 0)
                {
                    // With the same conditions: a clock that was put back left younger records in between, whose bytes were not added up.
                    using var delete = transaction.Session.Use("DELETE FROM log_records WHERE partition = ?1 AND position <= ?2 AND received_at < ?3");
                    delete.Bind(1, (long)partition).Bind(2, last).Bind(3, before).Run();
                    transaction.Log.Remove(bytes);
                }

                return count;
            },
            cancellationToken);
    }

    [LoggerMessage(2002, LogLevel.Warning, "Applied records could not be removed from the log; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
