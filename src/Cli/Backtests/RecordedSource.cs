using CxOrchestrator.Backtests;
using CxOrchestrator.Backtests.Files;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Cli.Backtests;

/// <summary>Where the touchpoints come from.</summary>
/// <param name="Customers">Whose they are.</param>
/// <param name="Until">Where a backtest ends that does not say.</param>
/// <param name="Opened">What is to be closed afterwards.</param>
internal sealed record RecordedSource(IRecordedCustomers Customers, DateTimeOffset Until, object Opened) : IAsyncDisposable
{
    public static async Task<RecordedSource> OpenAsync(BacktestOptions options, Action<long> reading, CancellationToken cancellationToken)
    {
        if (options.Events is { } events)
        {
            var file = FileCustomers.Open(events, reading, cancellationToken);
            return new RecordedSource(file, (file.LastAt ?? DateTimeOffset.UnixEpoch).AddTicks(1), file);
        }

        var now = TimeProvider.System.GetUtcNow();
        if (Directory.Exists(options.Store))
        {
            var folder = StoreReading.Open(options.Store);
            return new RecordedSource(new HistoryCustomers(folder, folder.Customers), now, folder);
        }

        var database = await PostgresReading.OpenAsync(options.Store!, cancellationToken);
        return new RecordedSource(new HistoryCustomers(database, database.Customers), now, database);
    }

    public async ValueTask DisposeAsync()
    {
        if (Opened is IAsyncDisposable later)
        {
            await later.DisposeAsync();
        }

        (Opened as IDisposable)?.Dispose();
    }
}
