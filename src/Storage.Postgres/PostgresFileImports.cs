using System.Collections.Immutable;
using CxOrchestrator.Storage.Files;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresFileImports(PostgresDatabase database, TimeProvider clock) : IFileImports
{
    private const string Columns = "id, connection, name, format, bytes, created_at, created_by, received_at, state, ended_at, problem, row_count, touchpoints, dropped, rejected";

    public Task<bool> BeginAsync(FileImport import, CancellationToken cancellationToken) => database.WriteAsync(
        async c =>
        {
            var now = clock.GetUtcNow();

            // Only for those that begin: two gateways would both see the last place free.
            await c.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtext('cx.file_imports'))", [], cancellationToken);
            await c.ExecuteAsync(
                "UPDATE file_imports SET state = 5, ended_at = $1, problem = 'The upload was not completed.' WHERE state = 0 AND created_at < $2", [now, now - IFileImports.UploadMax], cancellationToken);
            var open = await c.RowsAsync("SELECT count(*) FROM file_imports WHERE state < 3", [], r => r.GetInt64(0), cancellationToken);
            if (open[0] >= IFileImports.WaitingMax)
            {
                return false;
            }

            await c.ExecuteAsync(
                "INSERT INTO file_imports (id, connection, name, format, bytes, created_at, created_by, received_at, state) VALUES ($1, $2, $3, $4, 0, $5, $6, $7, 0)",
                [import.Id, import.Connection, StorableText.Of(import.Name), import.Format, import.CreatedAt, import.CreatedBy, import.ReceivedAt],
                cancellationToken);
            await c.ExecuteAsync(
                """
                DELETE FROM file_imports WHERE connection = $1 AND state >= 3
                    AND number <= (SELECT number FROM file_imports WHERE connection = $1 ORDER BY number DESC LIMIT 1 OFFSET $2)
                """,
                [import.Connection, IFileImports.KeptMax],
                cancellationToken);
            return true;
        },
        cancellationToken);

    public Task AddPartAsync(string id, int place, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.ExecuteAsync(
            "INSERT INTO file_import_parts (import, place, bytes) VALUES ($1, $2, $3) ON CONFLICT (import, place) DO UPDATE SET bytes = excluded.bytes", [id, place, bytes.ToArray()], cancellationToken),
        cancellationToken,
        repeatable: true);

    public Task<bool> ReadyAsync(string id, long bytes, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync("UPDATE file_imports SET state = 1, bytes = $2 WHERE id = $1 AND state = 0", [id, bytes], cancellationToken) > 0, cancellationToken);

    public async Task<ReadOnlyMemory<byte>?> PartAsync(string id, int place, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            c => c.RowsAsync("SELECT bytes FROM file_import_parts WHERE import = $1 AND place = $2", [id, place], r => r.GetFieldValue<byte[]>(0), cancellationToken), cancellationToken);
        return found is [var bytes] ? bytes : default(ReadOnlyMemory<byte>?);
    }

    public Task<ImmutableArray<FileImport>> ListAsync(string connection, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowsAsync($"SELECT {Columns} FROM file_imports WHERE connection = $1 ORDER BY number DESC LIMIT $2", [connection, IFileImports.KeptMax], Read, cancellationToken), cancellationToken);

    public Task<FileImport?> GetAsync(string id, CancellationToken cancellationToken) => database.RunAsync(
        c => c.RowAsync($"SELECT {Columns}, errors FROM file_imports WHERE id = $1", [id], Whole, cancellationToken), cancellationToken);

    public Task<FileImport?> LeaseAsync(string runner, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            c => c.RowAsync(
                $"""
                UPDATE file_imports SET state = 2, runner = $1, runner_until = $2
                WHERE number = (SELECT min(number) FROM file_imports WHERE state IN (1, 2)) AND state IN (1, 2) AND (runner IS NULL OR runner = $1 OR runner_until <= $3)
                RETURNING {Columns}, errors
                """,
                [runner, now + lease, now],
                Whole,
                cancellationToken),
            cancellationToken,
            repeatable: true);
    }

    public Task<bool> AdvanceAsync(string id, string runner, ImportCounts counts, IReadOnlyList<RowError>? errors, string? problem, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async c => await c.ExecuteAsync(
                """
                UPDATE file_imports SET row_count = $3, touchpoints = $4, dropped = $5, rejected = $6, errors = coalesce($7::text, errors), problem = $8::text, runner_until = $9
                WHERE id = $1 AND runner = $2 AND state = 2
                """,
                [
                    id, runner, counts.Rows, counts.Touchpoints, counts.Dropped, counts.Rejected, errors is null ? null : StorableText.Of(StoreJson.Of(errors)), StorableText.OrNull(problem),
                    clock.GetUtcNow() + lease,
                ],
                cancellationToken) > 0,
            cancellationToken,
            repeatable: true);

    public Task<bool> EndAsync(string id, string runner, string? problem, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync(
            """
            UPDATE file_imports SET state = CASE WHEN $3::text IS NULL THEN 3 ELSE 4 END, problem = $3::text, ended_at = $4, runner = NULL, runner_until = NULL
            WHERE id = $1 AND runner = $2 AND state = 2
            """,
            [id, runner, StorableText.OrNull(problem), clock.GetUtcNow()],
            cancellationToken) > 0,
        cancellationToken);

    public Task<bool> CancelAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        async c => await c.ExecuteAsync(
            "UPDATE file_imports SET state = 5, problem = NULL, ended_at = $2, runner = NULL, runner_until = NULL WHERE id = $1 AND state < 3", [id, clock.GetUtcNow()], cancellationToken) > 0,
        cancellationToken);

    public Task<int> SweepAsync(int max, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.ExecuteAsync(
            """
            DELETE FROM file_import_parts WHERE (import, place) IN
                (SELECT p.import, p.place FROM file_import_parts p WHERE NOT EXISTS (SELECT 1 FROM file_imports i WHERE i.id = p.import AND i.state < 3) LIMIT $1)
            """,
            [max],
            cancellationToken),
        cancellationToken,
        repeatable: true);

    private static FileImport Whole(NpgsqlDataReader r) => Read(r) with { Errors = StoreJson.RowErrors(r.GetString(15)) };

    private static FileImport Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetString(0),
        Connection = r.GetString(1),
        Name = r.GetString(2),
        Format = r.GetString(3),
        Bytes = r.GetInt64(4),
        CreatedAt = r.Time(5),
        CreatedBy = r.GetString(6),
        ReceivedAt = r.Time(7),
        State = (ImportState)r.GetInt16(8),
        EndedAt = r.TimeOrNull(9),
        Problem = r.TextOrNull(10),
        Counts = new ImportCounts { Rows = r.GetInt64(11), Touchpoints = r.GetInt64(12), Dropped = r.GetInt64(13), Rejected = r.GetInt64(14) },
    };
}
