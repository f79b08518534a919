using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Deliveries;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresInAppInbox(PostgresDatabase database) : IInAppInbox
{
    private const string Columns = "number, id, title, text, link, link_text, image, sent_at, expires_at, read_at, clicked_at";

    public Task<bool> PutAsync(InAppMessage message, CancellationToken cancellationToken) => database.WriteAsync(
        async (NpgsqlConnection connection) =>
        {
            // The row of the outbox is held: an erasure removes the message with it, or comes before.
            var key = await connection.RowAsync("SELECT key FROM outbox WHERE id = $1 FOR KEY SHARE", [message.Id], r => r.GetString(0), cancellationToken);
            if (key is null)
            {
                return false;
            }

            await connection.ExecuteAsync(
                """
                INSERT INTO in_app_messages (id, key, title, text, link, link_text, image, sent_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (id) DO NOTHING
                """,
                [message.Id, key, message.Title, message.Text, message.Link, message.LinkText, message.Image, message.SentAt, message.ExpiresAt],
                cancellationToken);
            await connection.ExecuteAsync(
                "DELETE FROM in_app_messages WHERE number IN (SELECT number FROM in_app_messages WHERE key = $1 ORDER BY number DESC OFFSET $2)",
                [key, IInAppInbox.KeptMax],
                cancellationToken);
            return true;
        },
        cancellationToken,
        repeatable: true);

    public Task<ImmutableArray<StoredInAppMessage>> ListAsync(CustomerKey key, long after, DateTimeOffset now, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"SELECT {Columns} FROM in_app_messages WHERE key = $1 AND number > $2 AND (expires_at IS NULL OR expires_at > $3) ORDER BY number DESC LIMIT $4",
            [key.ToString(), after, now, IInAppInbox.KeptMax],
            Read,
            cancellationToken),
        cancellationToken);

    public Task<StoredInAppMessage?> ReadAsync(CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        NoteAsync("read_at = coalesce(read_at, $3)", key, id, at, cancellationToken);

    public Task<StoredInAppMessage?> ClickAsync(CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        NoteAsync("read_at = coalesce(read_at, $3), clicked_at = coalesce(clicked_at, $3)", key, id, at, cancellationToken);

    public Task<InAppNews> NewsAsync(long? after, int limit, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            if (after is not { } from)
            {
                return new InAppNews([], await connection.ScalarAsync<long>("SELECT coalesce(max(number), 0) FROM in_app_messages", [], cancellationToken));
            }

            var rows = await connection.RowsAsync(
                "SELECT number, key FROM in_app_messages WHERE number > $1 ORDER BY number LIMIT $2", [from, limit], r => (Number: r.GetInt64(0), Key: r.GetString(1)), cancellationToken);
            return new InAppNews([.. rows.Select(r => r.Key).Distinct().Select(k => CustomerKey.Parse(k))], rows.IsEmpty ? from : rows[^1].Number);
        },
        cancellationToken);

    private Task<StoredInAppMessage?> NoteAsync(string set, CustomerKey key, string id, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        (NpgsqlConnection connection) => connection.RowAsync($"UPDATE in_app_messages SET {set} WHERE key = $1 AND id = $2 RETURNING {Columns}", [key.ToString(), id, at], Read, cancellationToken),
        cancellationToken,
        repeatable: true);

    private static StoredInAppMessage Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        Message = new InAppMessage
        {
            Id = r.GetString(1),
            Title = r.TextOrNull(2),
            Text = r.GetString(3),
            Link = r.TextOrNull(4),
            LinkText = r.TextOrNull(5),
            Image = r.TextOrNull(6),
            SentAt = r.Time(7),
            ExpiresAt = r.TimeOrNull(8),
        },
        ReadAt = r.TimeOrNull(9),
        ClickedAt = r.TimeOrNull(10),
    };
}
