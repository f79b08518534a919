using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Identities;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresIdentityLinks(PostgresDatabase database) : IIdentityLinks
{
    private const string Columns = "number, one, other, kind, value, source, touchpoint, at, state, changed_by, changed_at";

    public Task<Page<IdentityLink>> ListAsync(LinkQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions().AndIf("number <", Cursors.Number(query.Cursor)).AndIf("state =", (short?)query.State);
        var filters = new List<string>();
        if (query.Customer is { } customer)
        {
            var value = where.Value(customer.ToString());
            filters.Add($"(one = {value} OR other = {value})");
        }

        var shared = Shared(where.Value(query.SharedMax));
        if (query.Shared is { } only)
        {
            filters.Add(only ? shared : $"NOT {shared}");
        }

        var all = string.Concat(filters.Select(f => $" AND {f}"));
        return database.RunAsync(
            async connection => NumberPages.Of(
                await connection.RowsAsync(
                    $"SELECT {Columns}, {shared} FROM identity_links {where.Sql}{all} ORDER BY number DESC LIMIT {where.Value(query.Limit + 1)}", where.Values, Read, cancellationToken),
                query.Limit,
                l => l.Number),
            cancellationToken);
    }

    public Task<IdentityLink?> GetAsync(long number, int sharedMax, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {Columns}, {Shared("$2")} FROM identity_links WHERE number = $1", [number, sharedMax], Read, cancellationToken), cancellationToken);

    public Task<bool> SettleAsync(long number, IReadOnlyCollection<LinkState> from, LinkState into, string by, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "UPDATE identity_links SET state = $3, changed_by = $4, changed_at = $5 WHERE number = $1 AND state = ANY($2)",
            [number, from.Select(s => (short)s).ToArray(), (short)into, by, at],
            cancellationToken) > 0,
        cancellationToken);

    private static string Shared(string sharedMax) =>
        $"((SELECT count(*) FROM (SELECT FROM identities i WHERE i.value = identity_links.value AND i.kind = identity_links.kind LIMIT {sharedMax} + 1) AS h) > {sharedMax})";

    private static IdentityLink Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        One = CustomerKey.Parse(r.GetString(1)),
        Other = CustomerKey.Parse(r.GetString(2)),
        Identity = new(r.GetString(3), r.GetString(4)),
        Source = r.GetString(5),
        Touchpoint = r.GetString(6),
        At = r.Time(7),
        State = (LinkState)r.GetInt16(8),
        By = r.TextOrNull(9),
        ChangedAt = r.TimeOrNull(10),
        IsShared = r.GetBoolean(11),
    };
}
