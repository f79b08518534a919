using CxOrchestrator.Hosting;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Stores what this process says of its transactions, where gateways find it. One that writes no customers says nothing.</summary>
internal sealed partial class FigureKeeper(PostgresDatabase database, CommitTimes times, TimeProvider clock, ILogger<FigureKeeper> logger) : RepeatedWork(clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly string _silo = $"{Environment.MachineName}/{Environment.ProcessId}/{clock.GetUtcNow().ToUnixTimeMilliseconds()}";

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var (commits, mean, p95) = times.Read();
        if (commits == 0)
        {
            return;
        }

        await database.RunAsync(
            async connection =>
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO silo_figures (silo, at, commits, operations_mean, time_p95) VALUES ($1, now(), $2, $3, $4)
                    ON CONFLICT (silo) DO UPDATE SET at = now(), commits = $2, operations_mean = $3, time_p95 = $4
                    """,
                    [_silo, commits, mean, p95],
                    cancellationToken);
                return await connection.ExecuteAsync("DELETE FROM silo_figures WHERE at < now() - interval '1 day'", [], cancellationToken);
            },
            cancellationToken);
    }

    protected override TimeSpan Interval => Every;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    [LoggerMessage(2062, LogLevel.Warning, "This silo's figures could not be stored; gateways show what it said before")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
