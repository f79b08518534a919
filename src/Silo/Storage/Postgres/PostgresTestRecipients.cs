using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Silo.Storage.Sqlite;

namespace CxOrchestrator.Silo.Storage.Postgres;

internal sealed class PostgresTestRecipients(PostgresDatabase database, TimeProvider clock) : ITestRecipients
{
    public Task<ImmutableArray<TestRecipient>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT key, account, marked_by, marked_at FROM test_recipients ORDER BY key",
            [],
            r => new TestRecipient { Key = CustomerKey.Parse(r.GetString(0)), Account = r.TextOrNull(1), MarkedBy = r.GetString(2), MarkedAt = r.Time(3) },
            cancellationToken),
        cancellationToken);

    public async Task<TestRecipient> MarkAsync(TestRecipient recipient, CancellationToken cancellationToken)
    {
        var marked = recipient with { MarkedAt = clock.GetUtcNow() };
        await database.WriteAsync(
            connection => connection.ExecuteAsync(
                "INSERT INTO test_recipients (key, account, marked_by, marked_at) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE SET account = $2, marked_by = $3, marked_at = $4",
                [marked.Key.ToString(), marked.Account, Statements.Storable(marked.MarkedBy), marked.MarkedAt],
                cancellationToken),
            cancellationToken,
            repeatable: true);
        return marked;
    }

    public Task<bool> UnmarkAsync(CustomerKey key, CancellationToken cancellationToken) => database.WriteAsync(
        async connection => await connection.ExecuteAsync("DELETE FROM test_recipients WHERE key = $1", [key.ToString()], cancellationToken) > 0, cancellationToken);

    public Task<ImmutableArray<CustomerKey>> SendAsync(ImmutableArray<(CustomerKey Key, DecidedAction Action)> actions, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            // Held until the commit: who is taken off meanwhile waits, and gets nothing after it.
            var keys = actions.Select(a => a.Key.ToString()).Distinct().ToArray();
            var marked = await connection.RowsAsync("SELECT key FROM test_recipients WHERE key = ANY($1) ORDER BY key FOR SHARE", [keys], r => r.GetString(0), cancellationToken);
            var others = keys.Except(marked).Select(CustomerKey.Parse).ToImmutableArray();
            foreach (var (key, action) in others.IsEmpty ? actions : [])
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, next_attempt_at, action) VALUES ($1, $2, $3, $4, 3, $5, $5, 'epoch', $6)
                    ON CONFLICT (id) DO NOTHING
                    """,
                    [action.Id, key.ToString(), (short)action.Kind, action.Policy, action.DecidedAt, Encoding.UTF8.GetString(StoreJson.Of(action))],
                    cancellationToken);
            }

            return others;
        },
        cancellationToken,
        repeatable: true);
}
