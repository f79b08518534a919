using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresTestRecipients(PostgresDatabase database, TimeProvider clock) : ITestRecipients
{
    private const string Columns = "key, account, marked_by, marked_at, confirmed_by, confirmed_at";

    public Task<ImmutableArray<TestRecipient>> ListAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT {Columns} FROM test_recipients ORDER BY key", [], Read, cancellationToken), cancellationToken);

    public Task<TestRecipient?> MarkAsync(TestRecipient recipient, int perAccountMax, CancellationToken cancellationToken)
    {
        var marked = recipient with { MarkedAt = clock.GetUtcNow(), ConfirmedBy = null, ConfirmedAt = null };
        return database.WriteAsync(
            async connection =>
            {
                // One at a time: an account's marks are counted before they are added to.
                await connection.ExecuteAsync("LOCK TABLE test_recipients IN SHARE ROW EXCLUSIVE MODE", [], cancellationToken);
                var before = await FindAsync(connection, marked.Key, cancellationToken);
                if (before is not null && before.Account == marked.Account)
                {
                    return before;
                }

                var by = StorableText.Of(marked.MarkedBy);
                if (before?.MarkedBy != marked.MarkedBy
                    && await connection.ScalarAsync<long>("SELECT count(*) FROM test_recipients WHERE marked_by = $1", [by], cancellationToken) >= perAccountMax)
                {
                    return null;
                }

                await connection.ExecuteAsync(
                    """
                    INSERT INTO test_recipients (key, account, marked_by, marked_at) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (key) DO UPDATE SET account = $2, marked_by = $3, marked_at = $4, confirmed_by = NULL, confirmed_at = NULL
                    """,
                    [marked.Key.ToString(), marked.Account, by, marked.MarkedAt],
                    cancellationToken);
                return marked;
            },
            cancellationToken,
            repeatable: true);
    }

    public Task<TestRecipientChange> ConfirmAsync(CustomerKey key, string by, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var confirmed = await connection.ExecuteAsync(
                """
                UPDATE test_recipients SET confirmed_by = coalesce(confirmed_by, $2), confirmed_at = coalesce(confirmed_at, $3)
                WHERE key = $1 AND marked_by <> $2 AND account IS DISTINCT FROM $2
                """,
                [key.ToString(), StorableText.Of(by), clock.GetUtcNow()],
                cancellationToken);
            return confirmed > 0 ? TestRecipientChange.Confirmed
                : await FindAsync(connection, key, cancellationToken) is null ? TestRecipientChange.NotMarked : TestRecipientChange.OwnMark;
        },
        cancellationToken,
        repeatable: true);

    public Task<bool> UnmarkAsync(CustomerKey key, CancellationToken cancellationToken) => database.WriteAsync(
        async connection => await connection.ExecuteAsync("DELETE FROM test_recipients WHERE key = $1", [key.ToString()], cancellationToken) > 0, cancellationToken);

    public Task<bool> IsOnlyForTestsAsync(CustomerKey key, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ScalarAsync<bool>(
            """
            SELECT EXISTS (SELECT FROM history WHERE key = $1 AND kind = 1 AND source = $2)
                AND NOT EXISTS (SELECT FROM history WHERE key = $1 AND kind = 1 AND NOT starts_with(source, 'cx.'))
            """,
            [key.ToString(), TestSends.Source],
            cancellationToken),
        cancellationToken);

    public Task<int> SentTodayAsync(string account, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ScalarAsync<int>(
            "SELECT coalesce((SELECT sent FROM test_sends WHERE account = $1 AND day = $2), 0)", [StorableText.Of(account), Today], cancellationToken),
        cancellationToken);

    public Task<TestSendResult> SendAsync(TestSend send, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            // Held until the commit: a mark that is removed meanwhile waits, and nothing is sent to it after that.
            var keys = send.Actions.Select(a => a.Key.ToString()).Distinct().ToArray();
            var confirmed = await connection.RowsAsync(
                "SELECT key FROM test_recipients WHERE key = ANY($1) AND confirmed_by IS NOT NULL ORDER BY key FOR SHARE", [keys], r => r.GetString(0), cancellationToken);
            var looked = keys.Except(send.OnlyForTests.Select(k => k.ToString())).ToArray();
            var suppressed = await connection.RowsAsync("SELECT key FROM mutes WHERE key = ANY($1) AND until > $2 ORDER BY key FOR SHARE", [looked, send.At], r => r.GetString(0), cancellationToken);
            var left = await LockDayAsync(connection, send, cancellationToken);
            var result = new TestSendResult
            {
                NotConfirmed = [.. keys.Except(confirmed).Select(CustomerKey.Parse)],
                Suppressed = [.. suppressed.Select(CustomerKey.Parse)],
                TooMany = send.Actions.Length > left,
                Left = Math.Max(0, left),
            };
            if (!result.NotConfirmed.IsEmpty || !result.Suppressed.IsEmpty || result.TooMany)
            {
                return result;
            }

            foreach (var (key, action) in send.Actions)
            {
                await InsertAsync(connection, key, action, cancellationToken);
            }

            await connection.ExecuteAsync("UPDATE test_sends SET sent = sent + $2 WHERE account = $1", [StorableText.Of(send.By), send.Actions.Length], cancellationToken);
            return result with { Left = left - send.Actions.Length };
        },
        cancellationToken);

    // Days are numbered from the first of January of the year 1, in UTC.
    private int Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber;

    // The account's row is locked until the commit, so that two sends at once count one after the other.
    private async Task<int> LockDayAsync(NpgsqlConnection connection, TestSend send, CancellationToken cancellationToken) => send.PerDayMax - await connection.ScalarAsync<int>(
        """
        INSERT INTO test_sends (account, day, sent) VALUES ($1, $2, 0)
        ON CONFLICT (account) DO UPDATE SET day = $2, sent = CASE WHEN test_sends.day = $2 THEN test_sends.sent ELSE 0 END
        RETURNING sent
        """,
        [StorableText.Of(send.By), Today],
        cancellationToken);

    private static Task<int> InsertAsync(NpgsqlConnection connection, CustomerKey key, DecidedAction action, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, next_attempt_at, action, test) VALUES ($1, $2, $3, $4, 3, $5, $5, 'epoch', $6, true)
        ON CONFLICT (id) DO NOTHING
        """,
        [action.Id, key.ToString(), (short)action.Kind, action.Policy, action.DecidedAt, Encoding.UTF8.GetString(StoreJson.Of(action))],
        cancellationToken);

    private static Task<TestRecipient?> FindAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken) =>
        connection.RowAsync($"SELECT {Columns} FROM test_recipients WHERE key = $1", [key.ToString()], Read, cancellationToken);

    private static TestRecipient Read(NpgsqlDataReader row) => new()
    {
        Key = CustomerKey.Parse(row.GetString(0)),
        Account = row.TextOrNull(1),
        MarkedBy = row.GetString(2),
        MarkedAt = row.Time(3),
        ConfirmedBy = row.TextOrNull(4),
        ConfirmedAt = row.TimeOrNull(5),
    };
}
