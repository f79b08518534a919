using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Runs of one kind.</summary>
/// <param name="database">The file.</param>
/// <param name="table">Its table, as <see cref="Table"/> makes it.</param>
internal abstract class SqliteRuns(SqliteDatabase database, string table) : IRunStore
{
    private readonly string _add = $"INSERT INTO {table} (id, ended, view, seen_at) VALUES (?1, ?2, ?3, ?4)";
    private readonly string _trim = $"DELETE FROM {table} WHERE ended = 1 AND id NOT IN (SELECT id FROM {table} ORDER BY id DESC LIMIT ?1)";
    private readonly string _update = $"UPDATE {table} SET ended = ?2, view = ?3, report = coalesce(?4, report), seen_at = ?5 WHERE id = ?1 RETURNING cancel";
    private readonly string _get = $"SELECT id, ended, view, seen_at, cancel, report FROM {table} WHERE id = ?1";
    private readonly string _list = $"SELECT id, ended, view, seen_at, cancel FROM {table} ORDER BY id DESC LIMIT ?1";
    private readonly string _cancel = $"UPDATE {table} SET cancel = 1 WHERE id = ?1";

    public static string Table(string name) =>
        $"CREATE TABLE {name} (id TEXT PRIMARY KEY, ended INTEGER NOT NULL, view TEXT NOT NULL, report TEXT, seen_at INTEGER NOT NULL, cancel INTEGER NOT NULL DEFAULT 0);";

    public Task AddAsync(StoredRun run, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var insert = transaction.Session.Use(_add);
            insert.Bind(1, run.Id).Bind(2, run.Ended ? 1L : 0L).Bind(3, run.View).Bind(4, run.SeenAt).Run();
            using var trim = transaction.Session.Use(_trim);
            trim.Bind(1, (long)IRunStore.KeptMax).Run();
            return true;
        },
        cancellationToken);

    public Task<bool> UpdateAsync(StoredRun run, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var update = transaction.Session.Use(_update);
            update.Bind(1, run.Id).Bind(2, run.Ended ? 1L : 0L).Bind(3, run.View).Bind(4, run.Report).Bind(5, run.SeenAt);
            var goesOn = update.Read() && update.Long(0) == 0;

            // Stepped to its end: only then is the row written.
            update.Run();
            return goesOn;
        },
        cancellationToken);

    public Task<StoredRun?> GetAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(_get);
            return statement.Bind(1, id).Read() ? Read(statement) with { Report = statement.TextOrNull(5) } : null;
        },
        cancellationToken);

    public Task<ImmutableArray<StoredRun>> ListAsync(int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(_list);
            statement.Bind(1, (long)limit);
            var rows = ImmutableArray.CreateBuilder<StoredRun>();
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
            using var update = transaction.Session.Use(_cancel);
            update.Bind(1, id).Run();
            return transaction.Session.Changes == 1;
        },
        cancellationToken);

    private static StoredRun Read(SqliteStatement s) => new()
    {
        Id = s.Text(0),
        Ended = s.Long(1) != 0,
        View = s.Text(2),
        SeenAt = s.Time(3),
        CancelAsked = s.Long(4) != 0,
    };
}

internal sealed class SqliteBacktests(SqliteDatabase database) : SqliteRuns(database, "backtests"), IBacktestStore;

internal sealed class SqliteWarningSearches(SqliteDatabase database) : SqliteRuns(database, "warning_searches"), IWarningSearchStore;
