using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteIdentityLinks(SqliteDatabase database) : IIdentityLinks
{
    private const string Columns = "number, one, other, kind, value, source, touchpoint, at, state, changed_by, changed_at";

    private const string Shared =
        "((SELECT count(*) FROM (SELECT 1 FROM identities i WHERE i.value = identity_links.value AND i.kind = identity_links.kind LIMIT ?1 + 1)) > ?1)";

    public Task<Page<IdentityLink>> ListAsync(LinkQuery query, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(query.Cursor);
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use(
                    $"""
                    SELECT {Columns}, {Shared} FROM identity_links
                    WHERE number < ?2 AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR one = ?4 OR other = ?4) AND (?5 IS NULL OR {Shared} = ?5)
                    ORDER BY number DESC LIMIT ?6
                    """);
                statement.Bind(1, (long)query.SharedMax).Bind(2, before).Bind(3, (long?)query.State).Bind(4, query.Customer?.ToString())
                    .Bind(5, query.Shared is { } shared ? (shared ? 1L : 0L) : (long?)null).Bind(6, (long)query.Limit + 1);
                return SqlitePages.Of(statement, query.Limit, Read, l => l.Number);
            },
            cancellationToken);
    }

    public Task<IdentityLink?> GetAsync(long number, int sharedMax, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns}, {Shared} FROM identity_links WHERE number = ?2");
            return statement.Bind(1, (long)sharedMax).Bind(2, number).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<bool> SettleAsync(long number, IReadOnlyCollection<LinkState> from, LinkState into, string by, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            foreach (var state in from)
            {
                using var update = transaction.Session.Use("UPDATE identity_links SET state = ?3, changed_by = ?4, changed_at = ?5 WHERE number = ?1 AND state = ?2");
                if (update.Bind(1, number).Bind(2, (long)state).Bind(3, (long)into).Bind(4, by).Bind(5, at).Run() > 0)
                {
                    return true;
                }
            }

            return false;
        },
        cancellationToken);

    private static IdentityLink Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        One = CustomerKey.Parse(s.Text(1)),
        Other = CustomerKey.Parse(s.Text(2)),
        Identity = new(s.Text(3), s.Text(4)),
        Source = s.Text(5),
        Touchpoint = s.Text(6),
        At = s.Time(7),
        State = (LinkState)s.Int(8),
        By = s.TextOrNull(9),
        ChangedAt = s.TimeOrNull(10),
        IsShared = s.Long(11) != 0,
    };
}
