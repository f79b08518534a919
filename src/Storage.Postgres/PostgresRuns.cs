using System.Collections.Immutable;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Runs of one kind.</summary>
/// <param name="database">The server.</param>
/// <param name="table">Its table.</param>
internal abstract class PostgresRuns(PostgresDatabase database, string table) : IRunStore
{
    public Task AddAsync(StoredRun run, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync(
                $"INSERT INTO {table} (id, ended, view, seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                [run.Id, run.Ended, run.View, run.SeenAt],
                cancellationToken);
            return await connection.ExecuteAsync(
                $"DELETE FROM {table} WHERE ended AND id NOT IN (SELECT id FROM {table} ORDER BY id DESC LIMIT $1)", [IRunStore.KeptMax], cancellationToken);
        },
        cancellationToken,
        repeatable: true);

    public Task<bool> UpdateAsync(StoredRun run, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var cancels = await connection.RowsAsync(
                $"UPDATE {table} SET ended = $2, view = $3, report = coalesce(nullif($4, ''), report), seen_at = $5 WHERE id = $1 RETURNING cancel",
                [run.Id, run.Ended, run.View, run.Report ?? "", run.SeenAt],
                r => r.GetBoolean(0),
                cancellationToken);
            return cancels is [false];
        },
        cancellationToken,
        repeatable: true);

    public async Task<StoredRun?> GetAsync(string id, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            connection => connection.RowsAsync(
                $"SELECT id, ended, view, seen_at, cancel, report FROM {table} WHERE id = $1", [id], r => Read(r) with { Report = r.TextOrNull(5) }, cancellationToken),
            cancellationToken);
        return found is [var run] ? run : null;
    }

    public Task<ImmutableArray<StoredRun>> ListAsync(int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT id, ended, view, seen_at, cancel FROM {table} ORDER BY id DESC LIMIT $1", [limit], Read, cancellationToken),
        cancellationToken);

    public Task<bool> CancelAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        async connection => await connection.ExecuteAsync($"UPDATE {table} SET cancel = true WHERE id = $1", [id], cancellationToken) == 1,
        cancellationToken,
        repeatable: true);

    private static StoredRun Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetString(0),
        Ended = r.GetBoolean(1),
        View = r.GetString(2),
        SeenAt = r.Time(3),
        CancelAsked = r.GetBoolean(4),
    };
}

internal sealed class PostgresBacktests(PostgresDatabase database) : PostgresRuns(database, "backtests"), IBacktestStore;

internal sealed class PostgresWarningSearches(PostgresDatabase database) : PostgresRuns(database, "warning_searches"), IWarningSearchStore;
