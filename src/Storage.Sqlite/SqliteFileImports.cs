using System.Collections.Immutable;
using CxOrchestrator.Storage.Files;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteFileImports(SqliteDatabase database, TimeProvider clock) : IFileImports
{
    public const string Step =
        """
        CREATE TABLE file_imports (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, connection TEXT NOT NULL, name TEXT NOT NULL, format TEXT NOT NULL,
            bytes INTEGER NOT NULL, created_at INTEGER NOT NULL, created_by TEXT NOT NULL, received_at INTEGER NOT NULL, state INTEGER NOT NULL, ended_at INTEGER, problem TEXT,
            row_count INTEGER NOT NULL DEFAULT 0, touchpoints INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
            errors TEXT NOT NULL DEFAULT '[]', runner TEXT, runner_until INTEGER);
        CREATE INDEX file_imports_connection ON file_imports (connection, number);
        CREATE INDEX file_imports_open ON file_imports (number) WHERE state < 3;
        CREATE TABLE file_import_parts (import TEXT NOT NULL, place INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (import, place));
        """;

    private const string Columns = "id, connection, name, format, bytes, created_at, created_by, received_at, state, ended_at, problem, row_count, touchpoints, dropped, rejected";

    public Task<bool> BeginAsync(FileImport import, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var (session, now) = (transaction.Session, clock.GetUtcNow());
            using (var givenUp = session.Use("UPDATE file_imports SET state = 5, ended_at = ?1, problem = 'The upload was not completed.' WHERE state = 0 AND created_at < ?2"))
            {
                givenUp.Bind(1, now).Bind(2, now - IFileImports.UploadMax).Run();
            }

            if (session.Number("SELECT count(*) FROM file_imports WHERE state < 3") >= IFileImports.WaitingMax)
            {
                return false;
            }

            using (var insert = session.Use(
                "INSERT INTO file_imports (id, connection, name, format, bytes, created_at, created_by, received_at, state) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, 0)"))
            {
                insert.Bind(1, import.Id).Bind(2, import.Connection).Bind(3, import.Name).Bind(4, import.Format).Bind(5, import.CreatedAt).Bind(6, import.CreatedBy)
                    .Bind(7, import.ReceivedAt).Run();
            }

            using var trim = session.Use(
                """
                DELETE FROM file_imports WHERE connection = ?1 AND state >= 3
                    AND number <= (SELECT number FROM file_imports WHERE connection = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)
                """);
            trim.Bind(1, import.Connection).Bind(2, (long)IFileImports.KeptMax).Run();
            return true;
        },
        cancellationToken);

    public Task AddPartAsync(string id, int place, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var insert = transaction.Session.Use("INSERT INTO file_import_parts (import, place, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (import, place) DO UPDATE SET bytes = excluded.bytes");
            return insert.Bind(1, id).Bind(2, (long)place).BindBlob(3, bytes.Span).Run();
        },
        cancellationToken);

    public Task<bool> ReadyAsync(string id, long bytes, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var ready = transaction.Session.Use("UPDATE file_imports SET state = 1, bytes = ?2 WHERE id = ?1 AND state = 0");
            return ready.Bind(1, id).Bind(2, bytes).Run() > 0;
        },
        cancellationToken);

    public Task<ReadOnlyMemory<byte>?> PartAsync(string id, int place, CancellationToken cancellationToken) => database.ReadAsync<ReadOnlyMemory<byte>?>(
        session =>
        {
            using var part = session.Use("SELECT bytes FROM file_import_parts WHERE import = ?1 AND place = ?2");
            return part.Bind(1, id).Bind(2, (long)place).Read() ? part.Bytes(0).ToArray() : default(ReadOnlyMemory<byte>?);
        },
        cancellationToken);

    public Task<ImmutableArray<FileImport>> ListAsync(string connection, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<FileImport>();
            using var statement = session.Use($"SELECT {Columns} FROM file_imports WHERE connection = ?1 ORDER BY number DESC LIMIT ?2");
            statement.Bind(1, connection).Bind(2, (long)IFileImports.KeptMax);
            while (statement.Read())
            {
                found.Add(Read(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<FileImport?> GetAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns}, errors FROM file_imports WHERE id = ?1");
            return statement.Bind(1, id).Read() ? Read(statement) with { Errors = StoreJson.RowErrors(statement.Text(15)) } : null;
        },
        cancellationToken);

    public Task<FileImport?> LeaseAsync(string runner, TimeSpan lease, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var now = clock.GetUtcNow();
            using var take = transaction.Session.Use(
                $"""
                UPDATE file_imports SET state = 2, runner = ?1, runner_until = ?2
                WHERE number = (SELECT min(number) FROM file_imports WHERE state IN (1, 2)) AND (runner IS NULL OR runner = ?1 OR runner_until <= ?3) RETURNING {Columns}, errors
                """);
            return take.Bind(1, runner).Bind(2, now + lease).Bind(3, now).Read() ? Read(take) with { Errors = StoreJson.RowErrors(take.Text(15)) } : null;
        },
        cancellationToken);

    public Task<bool> AdvanceAsync(string id, string runner, ImportCounts counts, IReadOnlyList<RowError>? errors, string? problem, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                using var advance = transaction.Session.Use(
                    """
                    UPDATE file_imports SET row_count = ?3, touchpoints = ?4, dropped = ?5, rejected = ?6, errors = coalesce(?7, errors), problem = ?8, runner_until = ?9
                    WHERE id = ?1 AND runner = ?2 AND state = 2
                    """);
                return advance.Bind(1, id).Bind(2, runner).Bind(3, counts.Rows).Bind(4, counts.Touchpoints).Bind(5, counts.Dropped).Bind(6, counts.Rejected)
                    .Bind(7, errors is null ? null : StoreJson.Of(errors)).Bind(8, problem).Bind(9, clock.GetUtcNow() + lease).Run() > 0;
            },
            cancellationToken);

    public Task<bool> EndAsync(string id, string runner, string? problem, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var end = transaction.Session.Use(
                "UPDATE file_imports SET state = iif(?3 IS NULL, 3, 4), problem = ?3, ended_at = ?4, runner = NULL, runner_until = NULL WHERE id = ?1 AND runner = ?2 AND state = 2");
            return end.Bind(1, id).Bind(2, runner).Bind(3, problem).Bind(4, clock.GetUtcNow()).Run() > 0;
        },
        cancellationToken);

    public Task<bool> CancelAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var cancel = transaction.Session.Use("UPDATE file_imports SET state = 5, problem = NULL, ended_at = ?2, runner = NULL, runner_until = NULL WHERE id = ?1 AND state < 3");
            return cancel.Bind(1, id).Bind(2, clock.GetUtcNow()).Run() > 0;
        },
        cancellationToken);

    public Task<int> SweepAsync(int max, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var sweep = transaction.Session.Use(
                """
                DELETE FROM file_import_parts WHERE rowid IN
                    (SELECT p.rowid FROM file_import_parts p WHERE NOT EXISTS (SELECT 1 FROM file_imports i WHERE i.id = p.import AND i.state < 3) LIMIT ?1)
                """);
            return sweep.Bind(1, (long)max).Run();
        },
        cancellationToken);

    private static FileImport Read(SqliteStatement s) => new()
    {
        Id = s.Text(0),
        Connection = s.Text(1),
        Name = s.Text(2),
        Format = s.Text(3),
        Bytes = s.Long(4),
        CreatedAt = s.Time(5),
        CreatedBy = s.Text(6),
        ReceivedAt = s.Time(7),
        State = (ImportState)s.Long(8),
        EndedAt = s.TimeOrNull(9),
        Problem = s.TextOrNull(10),
        Counts = new ImportCounts { Rows = s.Long(11), Touchpoints = s.Long(12), Dropped = s.Long(13), Rejected = s.Long(14) },
    };
}
