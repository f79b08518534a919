namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteSignInTries(SqliteDatabase database, TimeProvider clock) : ISignInTries
{
    public const string Step = "CREATE TABLE sign_in_tries (key TEXT PRIMARY KEY, wrong INTEGER NOT NULL, last_at INTEGER NOT NULL) WITHOUT ROWID;";

    public Task<TimeSpan?> BeginAsync(string key, int max, TimeSpan pause, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var (session, now) = (transaction.Session, clock.GetUtcNow());
            using (var count = session.Use(
                "INSERT INTO sign_in_tries (key, wrong, last_at) VALUES (?1, 1, ?2) ON CONFLICT (key) DO UPDATE SET wrong = min(wrong + 1, ?3), last_at = ?2 WHERE wrong < ?3 OR last_at <= ?4"))
            {
                if (count.Bind(1, key).Bind(2, now).Bind(3, (long)max).Bind(4, now - pause).Run() > 0)
                {
                    Forget(session);
                    return (TimeSpan?)null;
                }
            }

            using var last = session.Use("SELECT last_at FROM sign_in_tries WHERE key = ?1");
            return last.Bind(1, key).Read() ? last.Time(0) + pause - now : null;
        },
        cancellationToken);

    public Task RightAsync(string key, bool all, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var statement = transaction.Session.Use(all ? "DELETE FROM sign_in_tries WHERE key = ?1" : "UPDATE sign_in_tries SET wrong = max(wrong - 1, 0) WHERE key = ?1");
            return statement.Bind(1, key).Run();
        },
        cancellationToken);

    private static void Forget(SqliteSession session)
    {
        using var oldest = session.Use("DELETE FROM sign_in_tries WHERE key IN (SELECT key FROM sign_in_tries ORDER BY last_at DESC LIMIT -1 OFFSET ?1)");
        oldest.Bind(1, (long)ISignInTries.TriesMax).Run();
    }
}
