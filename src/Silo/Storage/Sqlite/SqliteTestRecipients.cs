using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Silo.Storage.Sqlite;

internal sealed class SqliteTestRecipients(SqliteDatabase database, TimeProvider clock) : ITestRecipients
{
    public const string Step =
        "CREATE TABLE test_recipients (key TEXT PRIMARY KEY, account TEXT, marked_by TEXT NOT NULL, marked_at INTEGER NOT NULL) WITHOUT ROWID;";

    public Task<ImmutableArray<TestRecipient>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<TestRecipient>();
            using var statement = session.Use("SELECT key, account, marked_by, marked_at FROM test_recipients ORDER BY key");
            while (statement.Read())
            {
                found.Add(new TestRecipient { Key = CustomerKey.Parse(statement.Text(0)), Account = statement.TextOrNull(1), MarkedBy = statement.Text(2), MarkedAt = statement.Time(3) });
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<TestRecipient> MarkAsync(TestRecipient recipient, CancellationToken cancellationToken)
    {
        var marked = recipient with { MarkedAt = clock.GetUtcNow() };
        return database.WriteAsync(
            transaction =>
            {
                using var put = transaction.Session.Use(
                    "INSERT INTO test_recipients (key, account, marked_by, marked_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET account = ?2, marked_by = ?3, marked_at = ?4");
                put.Bind(1, marked.Key.ToString()).Bind(2, marked.Account).Bind(3, marked.MarkedBy).Bind(4, marked.MarkedAt).Run();
                return marked;
            },
            cancellationToken);
    }

    public Task<bool> UnmarkAsync(CustomerKey key, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM test_recipients WHERE key = ?1");
            return delete.Bind(1, key.ToString()).Run() > 0;
        },
        cancellationToken);

    public Task<ImmutableArray<CustomerKey>> SendAsync(ImmutableArray<(CustomerKey Key, DecidedAction Action)> actions, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var others = actions.Select(a => a.Key).Distinct().Where(k => !Is(transaction.Session, k)).ToImmutableArray();
            foreach (var (key, action) in others.IsEmpty ? actions : [])
            {
                using var insert = transaction.Session.Use(
                    "INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, next_attempt_at, action) VALUES (?1, ?2, ?3, ?4, 3, ?5, ?5, 0, ?6) ON CONFLICT (id) DO NOTHING");
                insert.Bind(1, action.Id).Bind(2, key.ToString()).Bind(3, (long)action.Kind).Bind(4, action.Policy).Bind(5, action.DecidedAt).BindText(6, StoreJson.Of(action)).Run();
            }

            return others;
        },
        cancellationToken);

    private static bool Is(SqliteSession session, CustomerKey key)
    {
        using var statement = session.Use("SELECT 1 FROM test_recipients WHERE key = ?1");
        return statement.Bind(1, key.ToString()).Read();
    }
}
