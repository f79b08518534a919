using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteConsents(SqliteDatabase database) : IConsentLog
{
    public Task<Page<NumberedConsent>> ListAsync(CustomerKey key, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(cursor);
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use(
                    """
                    SELECT number, sequence, at, received_at, channel, purpose, agreed, source, id, type, reason FROM consents
                    WHERE key = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3
                    """);
                statement.Bind(1, key.ToString()).Bind(2, before).Bind(3, (long)limit + 1);
                return SqlitePages.Of(statement, limit, Read, c => c.Number);
            },
            cancellationToken);
    }

    internal static void Write(SqliteSession session, string key, ImmutableArray<StoredConsent> consents)
    {
        foreach (var said in consents)
        {
            using var insert = session.Use(
                "INSERT INTO consents (key, sequence, at, received_at, channel, purpose, agreed, source, id, type, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
            insert.Bind(1, key).Bind(2, said.Sequence).Bind(3, said.At).Bind(4, said.ReceivedAt).Bind(5, said.Channel).Bind(6, said.Purpose)
                .Bind(7, said.Agreed is { } agreed ? (agreed ? 1L : 0L) : (long?)null).Bind(8, said.Source).Bind(9, said.Id).Bind(10, said.Type).Bind(11, said.Reason).Run();
        }
    }

    private static NumberedConsent Read(SqliteStatement s) => new(s.Long(0), new StoredConsent
    {
        Sequence = s.Long(1),
        At = s.Time(2),
        ReceivedAt = s.Time(3),
        Channel = s.Text(4),
        Purpose = s.TextOrNull(5),
        Agreed = s.IsNull(6) ? null : s.Long(6) != 0,
        Source = s.Text(7),
        Id = s.Text(8),
        Type = s.Text(9),
        Reason = s.TextOrNull(10),
    });
}
