using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresBacktests(PostgresDatabase database) : IBacktestStore
{
    public Task AddAsync(StoredBacktest backtest, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync(
                "INSERT INTO backtests (id, ended, view, seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                [backtest.Id, backtest.Ended, backtest.View, backtest.SeenAt],
                cancellationToken);
            return await connection.ExecuteAsync(
                "DELETE FROM backtests WHERE ended AND id NOT IN (SELECT id FROM backtests ORDER BY id DESC LIMIT $1)", [IBacktestStore.KeptMax], cancellationToken);
        },
        cancellationToken,
        repeatable: true);

    public Task<bool> UpdateAsync(StoredBacktest backtest, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var cancels = await connection.RowsAsync(
                "UPDATE backtests SET ended = $2, view = $3, report = coalesce(nullif($4, ''), report), seen_at = $5 WHERE id = $1 RETURNING cancel",
                [backtest.Id, backtest.Ended, backtest.View, backtest.Report ?? "", backtest.SeenAt],
                r => r.GetBoolean(0),
                cancellationToken);
            return cancels is [false];
        },
        cancellationToken,
        repeatable: true);

    public async Task<StoredBacktest?> GetAsync(string id, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            connection => connection.RowsAsync(
                "SELECT id, ended, view, seen_at, cancel, report FROM backtests WHERE id = $1", [id], r => Read(r) with { Report = r.TextOrNull(5) }, cancellationToken),
            cancellationToken);
        return found is [var backtest] ? backtest : null;
    }

    public Task<ImmutableArray<StoredBacktest>> ListAsync(int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync("SELECT id, ended, view, seen_at, cancel FROM backtests ORDER BY id DESC LIMIT $1", [limit], Read, cancellationToken),
        cancellationToken);

    public Task<bool> CancelAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        async connection => await connection.ExecuteAsync("UPDATE backtests SET cancel = true WHERE id = $1", [id], cancellationToken) == 1,
        cancellationToken,
        repeatable: true);

    private static StoredBacktest Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetString(0),
        Ended = r.GetBoolean(1),
        View = r.GetString(2),
        SeenAt = r.Time(3),
        CancelAsked = r.GetBoolean(4),
    };
}
