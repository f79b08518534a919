using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteInAppInbox(SqliteDatabase database) : IInAppInbox
{
    public const string Step =
        """
        CREATE TABLE in_app_messages (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, title TEXT, text TEXT NOT NULL, link TEXT,
            link_text TEXT, image TEXT, sent_at INTEGER NOT NULL, expires_at INTEGER, read_at INTEGER, clicked_at INTEGER);
        CREATE INDEX in_app_messages_key ON in_app_messages (key, number);
        CREATE TABLE in_app_keys (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, secret TEXT NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private const string Columns = "number, id, title, text, link, link_text, image, sent_at, expires_at, read_at, clicked_at";

    public Task<bool> PutAsync(InAppMessage message, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            using (var put = session.Use(
                """
                INSERT INTO in_app_messages (id, key, title, text, link, link_text, image, sent_at, expires_at)
                SELECT id, key, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM outbox WHERE id = ?1
                ON CONFLICT (id) DO NOTHING
                """))
            {
                put.Bind(1, message.Id).Bind(2, message.Title).Bind(3, message.Text).Bind(4, message.Link).Bind(5, message.LinkText).Bind(6, message.Image)
                    .Bind(7, message.SentAt).Bind(8, message.ExpiresAt).Run();
            }

            using (var oldest = session.Use(
                """
                DELETE FROM in_app_messages WHERE number IN (
                    SELECT number FROM in_app_messages WHERE key = (SELECT key FROM in_app_messages WHERE id = ?1) ORDER BY number DESC LIMIT -1 OFFSET ?2)
                """))
            {
                oldest.Bind(1, message.Id).Bind(2, (long)IInAppInbox.KeptMax).Run();
            }

            using var known = session.Use("SELECT 1 FROM outbox WHERE id = ?1");
            return known.Bind(1, message.Id).Read();
        },
        cancellationToken);

    public Task<ImmutableArray<StoredInAppMessage>> ListAsync(CustomerKey key, long after, DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                $"SELECT {Columns} FROM in_app_messages WHERE key = ?1 AND number > ?2 AND (expires_at IS NULL OR expires_at > ?3) ORDER BY number DESC LIMIT ?4");
            statement.Bind(1, key.ToString()).Bind(2, after).Bind(3, now).Bind(4, (long)IInAppInbox.KeptMax);
            var found = ImmutableArray.CreateBuilder<StoredInAppMessage>();
            while (statement.Read())
            {
                found.Add(Read(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<StoredInAppMessage?> ReadAsync(CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        NoteAsync("read_at = coalesce(read_at, ?3)", key, id, at, cancellationToken);

    public Task<StoredInAppMessage?> ClickAsync(CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        NoteAsync("read_at = coalesce(read_at, ?3), clicked_at = coalesce(clicked_at, ?3)", key, id, at, cancellationToken);

    public Task<InAppNews> NewsAsync(long? after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            if (after is not { } from)
            {
                return new InAppNews([], session.Number("SELECT coalesce(max(number), 0) FROM in_app_messages"));
            }

            using var statement = session.Use("SELECT number, key FROM in_app_messages WHERE number > ?1 ORDER BY number LIMIT ?2");
            statement.Bind(1, from).Bind(2, (long)limit);
            var (customers, last) = (new HashSet<CustomerKey>(), from);
            while (statement.Read())
            {
                last = statement.Long(0);
                customers.Add(CustomerKey.Parse(statement.Text(1)));
            }

            return new InAppNews([.. customers], last);
        },
        cancellationToken);

    private Task<StoredInAppMessage?> NoteAsync(string set, CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using (var update = transaction.Session.Use($"UPDATE in_app_messages SET {set} WHERE key = ?1 AND id = ?2"))
            {
                update.Bind(1, key.ToString()).Bind(2, id).Bind(3, at).Run();
            }

            using var statement = transaction.Session.Use($"SELECT {Columns} FROM in_app_messages WHERE key = ?1 AND id = ?2");
            return statement.Bind(1, key.ToString()).Bind(2, id).Read() ? Read(statement) : null;
        },
        cancellationToken);

    private static StoredInAppMessage Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        Message = new InAppMessage
        {
            Id = s.Text(1),
            Title = s.TextOrNull(2),
            Text = s.Text(3),
            Link = s.TextOrNull(4),
            LinkText = s.TextOrNull(5),
            Image = s.TextOrNull(6),
            SentAt = s.Time(7),
            ExpiresAt = s.TimeOrNull(8),
        },
        ReadAt = s.TimeOrNull(9),
        ClickedAt = s.TimeOrNull(10),
    };
}
