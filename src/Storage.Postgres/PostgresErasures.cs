using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Erasure;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Erasures in PostgreSQL: their marks, and how far each is.</summary>
internal sealed class PostgresErasures(PostgresDatabase database, PostgresErasureKey secret, TimeProvider clock) : ICustomerErasures, IErasureStore
{
    private const string Columns = "number, requested_at, requested_by, removed, failure, done_at, readmitted_at, readmitted_by";
    private const string MarkColumns = "hash, number, version, at, readmitted_at, positions";

    public async Task<ErasureMark?> BeginAsync(CustomerErasure erasure, CancellationToken cancellationToken)
    {
        var hash = await HashOfAsync(erasure.Key, cancellationToken);
        return await database.WriteAsync(connection => BeginAsync(connection, erasure, hash, cancellationToken), cancellationToken);
    }

    public async Task<bool> CountAsync(ErasedCount count, CancellationToken cancellationToken) =>
        await database.Writer.CountErasedAsync(count, await HashOfAsync(count.Key, cancellationToken), cancellationToken);

    public async Task<ErasureMark?> ReadmitAsync(CustomerKey key, string by, CancellationToken cancellationToken)
    {
        var hash = await HashOfAsync(key, cancellationToken);
        return await database.WriteAsync(
            connection => connection.RowAsync(
                $"UPDATE erasures SET version = version + 1, readmitted_at = $2, readmitted_by = $3 WHERE hash = $1 AND readmitted_at IS NULL RETURNING {MarkColumns}",
                [hash, clock.GetUtcNow(), by],
                Mark,
                cancellationToken),
            cancellationToken);
    }

    public Task<Page<StoredErasure>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(cursor);
        return database.RunAsync(
            async connection => NumberPages.Of(
                await connection.RowsAsync(
                    $"SELECT {Columns} FROM erasures WHERE number < $1 ORDER BY number DESC LIMIT $2", [before, limit + 1], Read, cancellationToken),
                limit,
                e => e.Number),
            cancellationToken);
    }

    public Task<StoredErasure?> GetAsync(long number, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {Columns} FROM erasures WHERE number = $1", [number], Read, cancellationToken), cancellationToken);

    public async Task<StoredErasure?> FindAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var hash = await HashOfAsync(key, cancellationToken);
        return await database.RunAsync(
            connection => connection.RowAsync($"SELECT {Columns} FROM erasures WHERE hash = $1", [hash], Read, cancellationToken), cancellationToken);
    }

    public async Task<ImmutableHashSet<CustomerKey>> KeptOutAsync(IReadOnlyCollection<CustomerKey> keys, CancellationToken cancellationToken)
    {
        var hash = await secret.HashAsync(cancellationToken);
        var byHash = keys.Distinct().ToDictionary(k => hash.Of(k));
        var found = await database.RunAsync(
            connection => connection.RowsAsync(
                "SELECT hash FROM erasures WHERE hash = ANY($1) AND readmitted_at IS NULL", [byHash.Keys.ToArray()], r => r.GetString(0), cancellationToken),
            cancellationToken);
        return [.. found.Select(h => byHash[h])];
    }

    public Task<ImmutableArray<RunningErasure>> RunningAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT number, key, requested_at FROM erasures WHERE done_at IS NULL ORDER BY number",
            [],
            r => new RunningErasure { Number = r.GetInt64(0), Key = CustomerKey.Parse(r.GetString(1)), RequestedAt = r.Time(2) },
            cancellationToken),
        cancellationToken);

    public Task<bool> LeaseAsync(long number, string runner, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            async connection => await connection.ExecuteAsync(
                "UPDATE erasures SET runner = $2, runner_until = $3 WHERE number = $1 AND done_at IS NULL AND (runner IS NULL OR runner = $2 OR runner_until <= $4)",
                [number, runner, now + lease, now],
                cancellationToken) > 0,
            cancellationToken,
            repeatable: true);
    }

    public Task<int> RemoveAsync(CustomerKey key, ErasedPart part, int max, CancellationToken cancellationToken) =>
        new PostgresErasedParts(database).RemoveAsync(key, part, max, cancellationToken);

    public Task NoteAsync(long number, IReadOnlyDictionary<string, long> removed, string? failure, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var had = await connection.RowAsync("SELECT removed FROM erasures WHERE number = $1 FOR UPDATE", [number], r => r.GetString(0), cancellationToken);
            return had is null ? 0 : await connection.ExecuteAsync(
                "UPDATE erasures SET removed = $2, failure = $3 WHERE number = $1",
                [number, Text(StoreJson.Of(StoreJson.Sum(StoreJson.Removed(Encoding.UTF8.GetBytes(had)), removed))), failure],
                cancellationToken);
        },
        cancellationToken);

    public Task DoneAsync(long number, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "UPDATE erasures SET key = NULL, done_at = $2, failure = NULL, runner = NULL, runner_until = NULL WHERE number = $1", [number, clock.GetUtcNow()], cancellationToken),
        cancellationToken,
        repeatable: true);

    /// <summary>The marks of these hashes.</summary>
    internal static async Task<Dictionary<string, ErasureMark>> MarksAsync(NpgsqlConnection connection, string[] hashes, CancellationToken cancellationToken)
    {
        var rows = await connection.RowsAsync(
            $"SELECT {MarkColumns} FROM erasures WHERE hash = ANY($1)", [hashes], r => KeyValuePair.Create(r.GetString(0), Mark(r)), cancellationToken);
        return new Dictionary<string, ErasureMark>(rows, StringComparer.Ordinal);
    }

    private static async Task<ErasureMark?> BeginAsync(NpgsqlConnection connection, CustomerErasure erasure, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = erasure.Key.ToString();
        var version = await connection.RowsAsync("SELECT version FROM customers WHERE key = $1 FOR UPDATE", [key], r => r.GetInt64(0), cancellationToken);
        if ((version is [var row] ? row : 0) != erasure.ExpectedVersion)
        {
            return null;
        }

        if (erasure.ExpectedVersion == 0
            && await connection.RowAsync($"SELECT {MarkColumns} FROM erasures WHERE hash = $1 AND done_at IS NULL", [hash], Mark, cancellationToken) is { } running)
        {
            return running;
        }

        var removed = await RemoveAtOnceAsync(connection, erasure.Key, cancellationToken);
        return await connection.RowAsync(
            $"""
            INSERT INTO erasures AS e (hash, key, version, positions, at, requested_at, requested_by, removed) VALUES ($1, $2, 1, $3, $4, $5, $6, $7)
            ON CONFLICT (hash) DO UPDATE SET key = excluded.key, version = e.version + 1, positions = excluded.positions, at = excluded.at,
                requested_at = excluded.requested_at, requested_by = excluded.requested_by, removed = excluded.removed,
                failure = NULL, done_at = NULL, readmitted_at = NULL, readmitted_by = NULL, runner = NULL, runner_until = NULL
            RETURNING {MarkColumns}
            """,
            [hash, key, Text(StoreJson.Of(erasure.Positions)), erasure.At, now, erasure.By, Text(StoreJson.Of(removed))],
            Mark,
            cancellationToken);
    }

    private static async Task<Dictionary<string, long>> RemoveAtOnceAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken)
    {
        var removed = new Dictionary<string, long> { [ErasureNames.AuditEntries] = await PostgresErasedParts.BlankAuditAsync(connection, key, cancellationToken) };
        var isPart = await connection.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM customers WHERE key = $1 AND merged_into IS NOT NULL)", [key.ToString()], cancellationToken);
        foreach (var (table, name) in ErasureNames.AtOnce)
        {
            var rows = await connection.ExecuteAsync($"DELETE FROM {table} WHERE key = $1", [key.ToString()], cancellationToken);
            if (name is not null && rows > 0)
            {
                removed[name] = rows;
            }

            if (table == "customers" && rows > 0 && !isPart)
            {
                await connection.ExecuteAsync(
                    "INSERT INTO customer_counts AS c (lane, customers) VALUES ($1, -1) ON CONFLICT (lane) DO UPDATE SET customers = c.customers - 1", [SpareLanes.Erased], cancellationToken);
            }
        }

        return removed;
    }

    private Task<ErasureMark?> BeginAsync(NpgsqlConnection connection, CustomerErasure erasure, string hash, CancellationToken cancellationToken) =>
        BeginAsync(connection, erasure, hash, clock.GetUtcNow(), cancellationToken);

    private async Task<string> HashOfAsync(CustomerKey key, CancellationToken cancellationToken) => (await secret.HashAsync(cancellationToken)).Of(key);

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    private static ErasureMark Mark(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(1),
        Version = r.GetInt64(2),
        At = r.Time(3),
        Readmitted = !r.IsDBNull(4),
        Positions = StoreJson.Positions(Encoding.UTF8.GetBytes(r.GetString(5))),
    };

    private static StoredErasure Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        RequestedAt = r.Time(1),
        RequestedBy = r.GetString(2),
        Removed = StoreJson.Removed(Encoding.UTF8.GetBytes(r.GetString(3))),
        Failure = r.TextOrNull(4),
        DoneAt = r.TimeOrNull(5),
        ReadmittedAt = r.TimeOrNull(6),
        ReadmittedBy = r.TextOrNull(7),
    };
}
