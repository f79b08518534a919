using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed partial class PostgresReadModel(PostgresDatabase database, ICustomerStore customers, IEnumerable<ILogEnds> logs, TimeProvider clock) : IReadModel
{
    // In the order of bytes, after every text that begins like this.
    private const string Last = "\U0010FFFF";

    internal const string EntryColumns = "sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome";

    // Who was merged into another is found as that one.
    private const string Found = "coalesce(d.merged_into, d.key), (SELECT name FROM directory WHERE key = coalesce(d.merged_into, d.key))";

    public async Task<StoredCustomer?> CustomerAsync(CustomerKey key, CancellationToken cancellationToken) =>
        await customers.LoadAsync(key, cancellationToken) is { Version: > 0 } stored ? stored : null;

    public Task<ImmutableArray<HistoryEntry>> HistoryAsync(CustomerKey key, long? beforeSequence, int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"""
            SELECT {EntryColumns}
            FROM history WHERE key = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3
            """,
            [key.ToString(), beforeSequence ?? long.MaxValue, limit],
            Entry,
            cancellationToken),
        cancellationToken);

    public Task<Page<StoredDecisionRow>> DecisionsAsync(DecisionQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions().AndIf("number <", Cursors.Number(query.Cursor))
            .AndIf("key =", query.Customer?.ToString()).AndIf("policy =", query.Policy).AndIf("outcome =", (short?)query.Outcome);
        return database.RunAsync(
            async connection =>
            {
                var page = NumberPages.Of(
                    await connection.RowsAsync(
                        $"SELECT number, key, sequence, ordinal, decision FROM decisions {where.Sql} ORDER BY number DESC LIMIT {where.Value(query.Limit + 1)}",
                        where.Values,
                        r => (Number: r.GetInt64(0), Row: new StoredDecisionRow(CustomerKey.Parse(r.GetString(1)), r.GetInt64(2), r.GetInt32(3), StoreJson.Decision(Encoding.UTF8.GetBytes(r.GetString(4))))),
                        cancellationToken),
                    query.Limit,
                    d => d.Number);
                return new Page<StoredDecisionRow>([.. page.Items.Select(i => i.Row)], page.Next);
            },
            cancellationToken);
    }

    public Task<Page<OutboxItem>> ActionsAsync(ActionQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions().AndIf("number <", Cursors.Number(query.Cursor)).AndIf("key =", query.Customer?.ToString())
            .AndIf("policy =", query.Policy).AndIf("status =", (short?)query.Status).AndIf("kind =", (short?)query.Kind).AndIf("test =", query.Tests);
        return database.RunAsync(
            async connection =>
            {
                var page = NumberPages.Of(
                    await connection.RowsAsync(
                        $"SELECT {PostgresOutbox.Columns} FROM outbox {where.Sql} ORDER BY number DESC LIMIT {where.Value(query.Limit + 1)}",
                        where.Values,
                        r => (Number: r.GetInt64(0), Item: PostgresOutbox.Read(r)),
                        cancellationToken),
                    query.Limit,
                    i => i.Number);
                return new Page<OutboxItem>([.. page.Items.Select(i => i.Item)], page.Next);
            },
            cancellationToken);
    }

    public Task<OutboxItem?> ActionAsync(string id, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {PostgresOutbox.Columns} FROM outbox WHERE id = $1", [id], PostgresOutbox.Read, cancellationToken), cancellationToken);

    public Task<ImmutableArray<(CustomerKey Key, AtRiskRow Row, StoredCustomer Customer)>> AtRiskAsync(CustomerKey? after, int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            """
            SELECT r.key, c.version, c.positions, c.state, r.risk, r.low_point_opened_at, c.merged_into FROM at_risk r JOIN customers c ON c.key = r.key
            WHERE r.key > $1 ORDER BY r.key LIMIT $2
            """,
            [after?.ToString() ?? "", limit],
            r =>
            {
                var customer = CustomerLoader.Read(r, 1);
                return (CustomerKey.Parse(r.GetString(0)), customer.AtRisk!, customer);
            },
            cancellationToken),
        cancellationToken);

    public Task<ImmutableArray<(CustomerKey Key, string? Name)>> SearchAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var storable = StorableText.Of(text);
        List<(string Sql, string Text)> searches = [($"SELECT {Found} FROM directory d WHERE d.id_folded >= $1 AND d.id_folded < $2 ORDER BY d.id_folded LIMIT $3", SearchText.Fold(storable))];
        if (SearchText.FoldName(storable) is { Length: > 0 } name)
        {
            searches.Add(($"SELECT {Found} FROM name_words w JOIN directory d ON d.key = w.key WHERE w.word >= $1 AND w.word < $2 ORDER BY w.word, w.key LIMIT $3", name));
        }

        return database.RunAsync(
            async connection =>
            {
                var hits = ImmutableArray.CreateBuilder<(CustomerKey, string?)>();
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var (sql, text) in searches)
                {
                    // A customer's own id and several of its words may begin so: as many more are asked for.
                    var found = await connection.RowsAsync(
                        sql,
                        [text, text + Last, (limit * SearchText.WordsMax) + seen.Count],
                        r => (Key: r.GetString(0), Name: r.TextOrNull(1)),
                        cancellationToken);
                    foreach (var (key, name) in found)
                    {
                        if (hits.Count < limit && seen.Add(key))
                        {
                            hits.Add((CustomerKey.Parse(key), name));
                        }
                    }
                }

                return hits.ToImmutable();
            },
            cancellationToken);
    }

    public Task<ZoneCount> ZonesAsync(CancellationToken cancellationToken) => database.RunAsync(
        async connection => new ZoneCount(
            await connection.ScalarAsync<long>("SELECT count(*) FROM directory WHERE zone_unknown AND merged_into IS NULL", [], cancellationToken),
            await connection.ScalarAsync<long>("SELECT count(*) FROM directory WHERE merged_into IS NULL", [], cancellationToken)),
        cancellationToken);

    internal static HistoryEntry Entry(NpgsqlDataReader r) => new()
    {
        Sequence = r.GetInt64(0),
        Kind = (HistoryKind)r.GetInt16(1),
        EffectiveAt = r.Time(2),
        ReceivedAt = r.Time(3),
        DefinitionsVersion = r.GetInt32(4),
        At = r.Time(5),
        Source = r.GetString(6),
        Id = r.GetString(7),
        IdentityHash = unchecked((ulong)r.GetInt64(8)),
        Type = r.GetString(9),
        Channel = r.TextOrNull(10),
        Input = r.Bytes(11),
        Outcome = r.Bytes(12),
    };
}
