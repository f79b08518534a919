using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresSentBefore(PostgresDatabase database) : ISentBefore
{
    private const int LockSentBefore = 4;

    public async Task<long> AddAsync(IAsyncEnumerable<IReadOnlyList<string>> ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1, $2)", [PostgresMigrations.LockClass, LockSentBefore], cancellationToken);
        var added = 0L;
        await foreach (var some in ids.WithCancellation(cancellationToken))
        {
            added += await connection.ExecuteAsync(
                """
                INSERT INTO sent_before (id) SELECT DISTINCT id FROM unnest($1) AS d (id)
                WHERE NOT EXISTS (SELECT FROM outbox o WHERE o.id = d.id AND o.status = 4)
                ON CONFLICT DO NOTHING
                """,
                [some.ToArray()],
                cancellationToken);
        }

        await transaction.CommitAsync(CancellationToken.None);
        return added;
    }

    public Task<bool> HasAsync(string action, CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM sent_before WHERE id = $1)", [action], cancellationToken), cancellationToken);

    public Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM sent_before)", [], cancellationToken), cancellationToken);
}
