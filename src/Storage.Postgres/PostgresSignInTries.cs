namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresSignInTries(PostgresDatabase database, TimeProvider clock) : ISignInTries
{
    public Task<TimeSpan?> BeginAsync(string key, int max, TimeSpan pause, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var now = clock.GetUtcNow();
            var counted = await connection.ExecuteAsync(
                """
                INSERT INTO sign_in_tries (key, wrong, last_at) VALUES ($1, 1, $2)
                ON CONFLICT (key) DO UPDATE SET wrong = least(sign_in_tries.wrong + 1, $3), last_at = $2 WHERE sign_in_tries.wrong < $3 OR sign_in_tries.last_at <= $4
                """,
                [StorableText.Of(key), now, max, now - pause],
                cancellationToken);
            if (counted > 0)
            {
                await connection.ExecuteAsync(
                    "DELETE FROM sign_in_tries WHERE key IN (SELECT key FROM sign_in_tries ORDER BY last_at DESC OFFSET $1)", [ISignInTries.TriesMax], cancellationToken);
                return (TimeSpan?)null;
            }

            var last = await connection.RowsAsync("SELECT last_at FROM sign_in_tries WHERE key = $1", [StorableText.Of(key)], r => r.Time(0), cancellationToken);
            return last.IsEmpty ? null : last[0] + pause - now;
        },
        cancellationToken);

    public Task RightAsync(string key, bool all, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync(
            all ? "DELETE FROM sign_in_tries WHERE key = $1" : "UPDATE sign_in_tries SET wrong = greatest(wrong - 1, 0) WHERE key = $1", [StorableText.Of(key)], cancellationToken),
        cancellationToken);
}
