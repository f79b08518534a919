using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteTestRecipients(SqliteDatabase database, TimeProvider clock) : ITestRecipients
{
    public const string Step =
        "CREATE TABLE test_recipients (key TEXT PRIMARY KEY, account TEXT, marked_by TEXT NOT NULL, marked_at INTEGER NOT NULL) WITHOUT ROWID;";

    /// <summary>Who was marked before a second person was asked for has to be confirmed. A test send's cause begins with its kind.</summary>
    public const string ConfirmStep =
        """
        ALTER TABLE test_recipients ADD COLUMN confirmed_by TEXT;
        ALTER TABLE test_recipients ADD COLUMN confirmed_at INTEGER;
        CREATE TABLE test_sends (account TEXT PRIMARY KEY, day INTEGER NOT NULL, sent INTEGER NOT NULL) WITHOUT ROWID;
        ALTER TABLE outbox ADD COLUMN test INTEGER NOT NULL DEFAULT 0;
        UPDATE outbox SET test = 1 WHERE action LIKE '%"cause":"test:%';
        """;

    private const string Columns = "key, account, marked_by, marked_at, confirmed_by, confirmed_at";

    public Task<ImmutableArray<TestRecipient>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<TestRecipient>();
            using var statement = session.Use($"SELECT {Columns} FROM test_recipients ORDER BY key");
            while (statement.Read())
            {
                found.Add(Read(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<TestRecipient?> MarkAsync(TestRecipient recipient, int perAccountMax, CancellationToken cancellationToken)
    {
        var marked = recipient with { MarkedAt = clock.GetUtcNow(), ConfirmedBy = null, ConfirmedAt = null };
        return database.WriteAsync(
            transaction =>
            {
                var before = Find(transaction.Session, marked.Key);
                if (before is not null && before.Account == marked.Account)
                {
                    return before;
                }

                if (before?.MarkedBy != marked.MarkedBy && MarksOf(transaction.Session, marked.MarkedBy) >= perAccountMax)
                {
                    return null;
                }

                using var put = transaction.Session.Use($"INSERT OR REPLACE INTO test_recipients ({Columns}) VALUES (?1, ?2, ?3, ?4, NULL, NULL)");
                put.Bind(1, marked.Key.ToString()).Bind(2, marked.Account).Bind(3, marked.MarkedBy).Bind(4, marked.MarkedAt).Run();
                return marked;
            },
            cancellationToken);
    }

    public Task<TestRecipientChange> ConfirmAsync(CustomerKey key, string by, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            if (Find(transaction.Session, key) is not { } mark)
            {
                return TestRecipientChange.NotMarked;
            }

            if (mark.MarkedBy == by || mark.Account == by)
            {
                return TestRecipientChange.OwnMark;
            }

            using var put = transaction.Session.Use("UPDATE test_recipients SET confirmed_by = ?2, confirmed_at = ?3 WHERE key = ?1 AND confirmed_by IS NULL");
            put.Bind(1, key.ToString()).Bind(2, by).Bind(3, clock.GetUtcNow()).Run();
            return TestRecipientChange.Confirmed;
        },
        cancellationToken);

    public Task<bool> UnmarkAsync(CustomerKey key, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM test_recipients WHERE key = ?1");
            return delete.Bind(1, key.ToString()).Run() > 0;
        },
        cancellationToken);

    public Task<bool> IsOnlyForTestsAsync(CustomerKey key, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                """
                SELECT EXISTS (SELECT 1 FROM history WHERE key = ?1 AND kind = 1 AND source = ?2)
                    AND NOT EXISTS (SELECT 1 FROM history WHERE key = ?1 AND kind = 1 AND substr(source, 1, 3) <> 'cx.')
                """);
            return statement.Bind(1, key.ToString()).Bind(2, TestSends.Source).Read() && statement.Long(0) == 1;
        },
        cancellationToken);

    public Task<int> SentTodayAsync(string account, CancellationToken cancellationToken) => database.ReadAsync(session => SentToday(session, account), cancellationToken);

    public Task<TestSendResult> SendAsync(TestSend send, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            var keys = send.Actions.Select(a => a.Key).Distinct().ToImmutableArray();
            var notConfirmed = keys.Where(k => Find(session, k) is not { ConfirmedBy: not null }).ToImmutableArray();
            var suppressed = keys.Where(k => !send.OnlyForTests.Contains(k) && IsSuppressed(session, k, send.At)).ToImmutableArray();
            var left = send.PerDayMax - SentToday(session, send.By);
            if (!notConfirmed.IsEmpty || !suppressed.IsEmpty || send.Actions.Length > left)
            {
                return new TestSendResult { NotConfirmed = notConfirmed, Suppressed = suppressed, TooMany = send.Actions.Length > left, Left = Math.Max(0, left) };
            }

            foreach (var (key, action) in send.Actions)
            {
                using var insert = session.Use(
                    "INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, next_attempt_at, action, test) VALUES (?1, ?2, ?3, ?4, 3, ?5, ?5, 0, ?6, 1) ON CONFLICT (id) DO NOTHING");
                insert.Bind(1, action.Id).Bind(2, key.ToString()).Bind(3, (long)action.Kind).Bind(4, action.Policy).Bind(5, action.DecidedAt).BindText(6, StoreJson.Of(action)).Run();
            }

            using var count = session.Use(
                "INSERT INTO test_sends (account, day, sent) VALUES (?1, ?2, ?3) ON CONFLICT (account) DO UPDATE SET sent = CASE WHEN day = ?2 THEN sent ELSE 0 END + ?3, day = ?2");
            count.Bind(1, send.By).Bind(2, Today).Bind(3, (long)send.Actions.Length).Run();
            return new TestSendResult { Left = left - send.Actions.Length };
        },
        cancellationToken);

    // Days are numbered from the first of January of the year 1, in UTC.
    private long Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber;

    private int SentToday(SqliteSession session, string account)
    {
        using var statement = session.Use("SELECT sent FROM test_sends WHERE account = ?1 AND day = ?2");
        return statement.Bind(1, account).Bind(2, Today).Read() ? statement.Int(0) : 0;
    }

    private static TestRecipient? Find(SqliteSession session, CustomerKey key)
    {
        using var statement = session.Use($"SELECT {Columns} FROM test_recipients WHERE key = ?1");
        return statement.Bind(1, key.ToString()).Read() ? Read(statement) : null;
    }

    private static long MarksOf(SqliteSession session, string account)
    {
        using var statement = session.Use("SELECT count(*) FROM test_recipients WHERE marked_by = ?1");
        statement.Bind(1, account).Read();
        return statement.Long(0);
    }

    private static bool IsSuppressed(SqliteSession session, CustomerKey key, DateTimeOffset at)
    {
        using var statement = session.Use("SELECT 1 FROM mutes WHERE key = ?1 AND until > ?2");
        return statement.Bind(1, key.ToString()).Bind(2, at).Read();
    }

    private static TestRecipient Read(SqliteStatement statement) => new()
    {
        Key = CustomerKey.Parse(statement.Text(0)),
        Account = statement.TextOrNull(1),
        MarkedBy = statement.Text(2),
        MarkedAt = statement.Time(3),
        ConfirmedBy = statement.TextOrNull(4),
        ConfirmedAt = statement.TimeOrNull(5),
    };
}
