using CxOrchestrator.Storage.Postgres.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>The database as this process uses it: lanes that write customers, and a pool of connections for everything else.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>A request outside the lanes is retried this many times while connections break; a restarted database has broken the whole pool.</summary>
    private const int AttemptsMax = 3;

    private readonly NpgsqlDataSource _pool;
    private readonly NpgsqlDataSource _dedicated;

    public PostgresDatabase(IOptions<PostgresOptions> options, SourceNames names, TimeProvider clock, ILogger<PostgresDatabase> logger)
    {
        var settings = options.Value;
        _pool = NpgsqlDataSource.Create(Connection(settings, pooling: true));
        _dedicated = NpgsqlDataSource.Create(Connection(settings, pooling: false));
        Times = new CommitTimes(clock);
        Months = new HistoryMonths();
        Writer = new LaneWriter(_dedicated, settings, Months, names, Times, Writes, clock, logger);
    }

    public LaneWriter Writer { get; }

    public HistoryMonths Months { get; }

    public CommitTimes Times { get; }

    public StoreWrites Writes { get; } = new();

    /// <summary>Brings the database to this version.</summary>
    public Task MigrateAsync(CancellationToken cancellationToken) => PostgresMigrations.RunAsync(_dedicated, cancellationToken);

    /// <summary>A connection of its own, outside the pool.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _dedicated.OpenConnectionAsync(cancellationToken);

    /// <summary>Runs something that may be run again: a read, or a write that changes nothing the second time.</summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
                return await run(connection);
            }
            catch (Exception exception) when (attempt < AttemptsMax && MayRepeat(exception))
            {
                // Not reported: the last attempt's failure is.
            }
        }
    }

    /// <summary>Runs something in one transaction. Repeated only where it certainly left nothing: a connection lost in the commit is reported to the caller.</summary>
    public async Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellationToken, bool repeatable = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var committing = false;
            try
            {
                await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var result = await write(connection);
                committing = true;
                await transaction.CommitAsync(CancellationToken.None);
                Writes.Succeeded();
                return result;
            }
            catch (Exception exception) when (attempt < AttemptsMax && MayRepeat(exception)
                && (repeatable || !committing || !PostgresFaults.LeavesOutcomeOpen(exception)))
            {
                // Not reported: the last attempt's failure is.
            }
            catch (Exception exception) when (PostgresFaults.Words(exception) is { } problem)
            {
                Writes.Failed(problem);
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await _pool.DisposeAsync();
        await _dedicated.DisposeAsync();
    }

    private static bool MayRepeat(Exception exception) =>
        exception is NpgsqlException && PostgresFaults.Of(exception) is PostgresFault.Contended or PostgresFault.Unwell;

    private static string Connection(PostgresOptions settings, bool pooling)
    {
        var builder = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = pooling,
            MaxPoolSize = settings.ReadConnections,
            MinPoolSize = 0,
            CommandTimeout = (int)Math.Ceiling(settings.StatementTimeout.TotalSeconds),
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            ApplicationName = "cx",
        };
        if (builder.KeepAlive == 0)
        {
            // A connection whose other end vanished is noticed although nothing is asked of it.
            builder.KeepAlive = 30;
        }

        return builder.ConnectionString;
    }
}
