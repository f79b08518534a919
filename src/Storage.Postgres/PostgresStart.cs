using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Brings the database to this version before anything uses it; waits a while for one that is away, and stops the start for one that will never do.</summary>
internal sealed partial class PostgresStart(PostgresDatabase database, IOptions<PostgresOptions> options, TimeProvider clock, ILogger<PostgresStart> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            try
            {
                if (options.Value.Migrate)
                {
                    await database.MigrateAsync(cancellationToken);
                    return;
                }

                if (await SchemaState.ReadAsync(options.Value.ConnectionString, cancellationToken) is not { } problem)
                {
                    return;
                }

                LogOlder(logger, problem);
            }
            catch (NpgsqlException exception) when (clock.GetElapsedTime(begun) < options.Value.StartWithin && PostgresFaults.Of(exception) == PostgresFault.Unwell && exception is not PostgresException { SqlState: ['2', '8', ..] or PostgresErrorCodes.InvalidCatalogName })
            {
                LogWaiting(logger, exception.Message, options.Value.StartWithin);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2081, LogLevel.Warning, "{Problem}")]
    private static partial void LogOlder(ILogger logger, string problem);

    [LoggerMessage(2083, LogLevel.Warning, "The database cannot be reached yet ({Why}); it is tried for {StartWithin}. Check that it runs, and Postgres:ConnectionString")]
    private static partial void LogWaiting(ILogger logger, string why, TimeSpan startWithin);
}
