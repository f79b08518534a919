using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteBacktests(SqliteDatabase database) : IBacktestStore
{
    public const string Step =
        """
        CREATE TABLE backtests (id TEXT PRIMARY KEY, ended INTEGER NOT NULL, view TEXT NOT NULL, report TEXT, seen_at INTEGER NOT NULL, cancel INTEGER NOT NULL DEFAULT 0);
        """;

    public Task AddAsync(StoredBacktest backtest, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var insert = transaction.Session.Use("INSERT INTO backtests (id, ended, view, seen_at) VALUES (?1, ?2, ?3, ?4)");
            insert.Bind(1, backtest.Id).Bind(2, backtest.Ended ? 1L : 0L).Bind(3, backtest.View).Bind(4, backtest.SeenAt).Run();
            using var trim = transaction.Session.Use("DELETE FROM backtests WHERE ended = 1 AND id NOT IN (SELECT id FROM backtests ORDER BY id DESC LIMIT ?1)");
            trim.Bind(1, (long)IBacktestStore.KeptMax).Run();
            return true;
        },
        cancellationToken);

    public Task<bool> UpdateAsync(StoredBacktest backtest, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var update = transaction.Session.Use("UPDATE backtests SET ended = ?2, view = ?3, report = coalesce(?4, report), seen_at = ?5 WHERE id = ?1 RETURNING cancel");
            update.Bind(1, backtest.Id).Bind(2, backtest.Ended ? 1L : 0L).Bind(3, backtest.View).Bind(4, backtest.Report).Bind(5, backtest.SeenAt);
            var goesOn = update.Read() && update.Long(0) == 0;

            // Stepped to its end: only then is the row written.
            update.Run();
            return goesOn;
        },
        cancellationToken);

    public Task<StoredBacktest?> GetAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT id, ended, view, seen_at, cancel, report FROM backtests WHERE id = ?1");
            return statement.Bind(1, id).Read() ? Read(statement) with { Report = statement.TextOrNull(5) } : null;
        },
        cancellationToken);

    public Task<ImmutableArray<StoredBacktest>> ListAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT id, ended, view, seen_at, cancel FROM backtests ORDER BY id DESC LIMIT ?1");
            statement.Bind(1, (long)limit);
            var rows = ImmutableArray.CreateBuilder<StoredBacktest>();
            while (statement.Read())
            {
                rows.Add(Read(statement));
            }

            return rows.ToImmutable();
        },
        cancellationToken);

    public Task<bool> CancelAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var update = transaction.Session.Use("UPDATE backtests SET cancel = 1 WHERE id = ?1");
            update.Bind(1, id).Run();
            return transaction.Session.Changes == 1;
        },
        cancellationToken);

    private static StoredBacktest Read(SqliteStatement s) => new()
    {
        Id = s.Text(0),
        Ended = s.Long(1) != 0,
        View = s.Text(2),
        SeenAt = s.Time(3),
        CancelAsked = s.Long(4) != 0,
    };
}
