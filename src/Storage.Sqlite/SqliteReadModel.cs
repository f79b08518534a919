using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed partial class SqliteReadModel(SqliteDatabase database) : IReadModel
{
    // Who was merged into another is found as that one.
    private const string Found = "coalesce(d.merged_into, d.key), (SELECT name FROM directory WHERE key = coalesce(d.merged_into, d.key))";

    internal const string EntryColumns = "sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome";

    public Task<StoredCustomer?> CustomerAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteCustomerStore.Load(session, key.ToString()), cancellationToken);

    public Task<ImmutableArray<HistoryEntry>> HistoryAsync(CustomerKey key, long? beforeSequence, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                $"""
                SELECT {EntryColumns}
                FROM history WHERE key = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
                """);
            statement.Bind(1, key.ToString()).Bind(2, beforeSequence ?? long.MaxValue).Bind(3, (long)limit);
            var entries = ImmutableArray.CreateBuilder<HistoryEntry>();
            while (statement.Read())
            {
                entries.Add(Entry(statement));
            }

            return entries.ToImmutable();
        },
        cancellationToken);

    public Task<Page<StoredDecisionRow>> DecisionsAsync(DecisionQuery query, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(query.Cursor);
        return database.ReadAsync(
            session =>
            {
                // Each way of asking has its own statement, so that its index serves it.
                var by = query.Customer is not null ? "key = ?1" : query.Policy is not null ? "policy = ?2" : "1";
                using var statement = session.Use(
                    $"""
                    SELECT number, key, sequence, ordinal, decision FROM decisions
                    WHERE {by} AND (?1 IS NULL OR key = ?1) AND (?2 IS NULL OR policy = ?2) AND (?3 IS NULL OR outcome = ?3) AND number < ?4 ORDER BY number DESC LIMIT ?5
                    """);
                statement.Bind(1, query.Customer?.ToString()).Bind(2, query.Policy).Bind(3, (long?)query.Outcome).Bind(4, before).Bind(5, (long)query.Limit + 1);
                var page = SqlitePages.Of(
                    statement,
                    query.Limit,
                    s => (Number: s.Long(0), Row: new StoredDecisionRow(CustomerKey.Parse(s.Text(1)), s.Long(2), s.Int(3), StoreJson.Decision(s.Bytes(4)))),
                    d => d.Number);
                return new Page<StoredDecisionRow>([.. page.Items.Select(i => i.Row)], page.Next);
            },
            cancellationToken);
    }

    public Task<Page<OutboxItem>> ActionsAsync(ActionQuery query, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(query.Cursor);
        return database.ReadAsync(
            session =>
            {
                var by = query.Customer is not null ? "key = ?1" : query.Status == ActionStatus.Dead ? "status = 6" : "1";
                using var statement = session.Use(
                    $"""
                    SELECT {SqliteOutbox.Columns} FROM outbox
                    WHERE {by} AND (?1 IS NULL OR key = ?1) AND (?2 IS NULL OR policy = ?2) AND (?3 IS NULL OR status = ?3) AND (?4 IS NULL OR kind = ?4) AND number < ?5 AND test = ?7
                    ORDER BY number DESC LIMIT ?6
                    """);
                statement.Bind(1, query.Customer?.ToString()).Bind(2, query.Policy).Bind(3, (long?)query.Status).Bind(4, (long?)query.Kind).Bind(5, before)
                    .Bind(6, (long)query.Limit + 1).Bind(7, query.Tests ? 1L : 0L);
                var page = SqlitePages.Of(statement, query.Limit, s => (Number: s.Long(0), Item: SqliteOutbox.Read(s)), i => i.Number);
                return new Page<OutboxItem>([.. page.Items.Select(i => i.Item)], page.Next);
            },
            cancellationToken);
    }

    public Task<OutboxItem?> ActionAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {SqliteOutbox.Columns} FROM outbox WHERE id = ?1");
            return statement.Bind(1, id).Read() ? SqliteOutbox.Read(statement) : null;
        },
        cancellationToken);

    public Task<ImmutableArray<(CustomerKey Key, AtRiskRow Row, StoredCustomer Customer)>> AtRiskAsync(CustomerKey? after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                """
                SELECT r.key, r.risk, r.low_point_opened_at, c.version, c.positions, c.state FROM at_risk r JOIN customers c ON c.key = r.key
                WHERE r.key > ?1 ORDER BY r.key LIMIT ?2
                """);
            statement.Bind(1, after?.ToString() ?? "").Bind(2, (long)limit);
            var rows = ImmutableArray.CreateBuilder<(CustomerKey, AtRiskRow, StoredCustomer)>();
            while (statement.Read())
            {
                var row = new AtRiskRow { Risk = statement.Double(1), LowPointOpenedAt = statement.TimeOrNull(2) };
                rows.Add((
                    CustomerKey.Parse(statement.Text(0)),
                    row,
                    new StoredCustomer { Version = statement.Long(3), Positions = StoreJson.Positions(statement.Bytes(4)), State = statement.Bytes(5).ToArray(), AtRisk = row }));
            }

            return rows.ToImmutable();
        },
        cancellationToken);

    public Task<ImmutableArray<(CustomerKey Key, string? Name)>> SearchAsync(string text, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var hits = ImmutableArray.CreateBuilder<(CustomerKey, string?)>();
            var seen = new HashSet<string>(StringComparer.Ordinal);

            // From the text on, as long as it begins so: a range of the index, whatever signs the text holds.
            Find($"SELECT {Found}, d.id_folded FROM directory d WHERE d.id_folded >= ?1 ORDER BY d.id_folded", SearchText.Fold(text));
            if (SearchText.FoldName(text) is { Length: > 0 } name)
            {
                Find($"SELECT {Found}, w.word FROM name_words w JOIN directory d ON d.key = w.key WHERE w.word >= ?1 ORDER BY w.word, w.key", name);
            }

            return hits.ToImmutable();

            void Find(string sql, string folded)
            {
                using var statement = session.Use(sql);
                statement.Bind(1, folded);
                while (hits.Count < limit && statement.Read() && statement.Text(2).StartsWith(folded, StringComparison.Ordinal))
                {
                    if (seen.Add(statement.Text(0)))
                    {
                        hits.Add((CustomerKey.Parse(statement.Text(0)), statement.TextOrNull(1)));
                    }
                }
            }
        },
        cancellationToken);

    public Task<ZoneCount> ZonesAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session => new ZoneCount(session.Number("SELECT count(*) FROM directory WHERE zone_unknown = 1 AND merged_into IS NULL"), session.Number("SELECT count(*) FROM directory WHERE merged_into IS NULL")), cancellationToken);

    internal static HistoryEntry Entry(SqliteStatement s) => new()
    {
        Sequence = s.Long(0),
        Kind = (HistoryKind)s.Int(1),
        EffectiveAt = s.Time(2),
        ReceivedAt = s.Time(3),
        DefinitionsVersion = s.Int(4),
        At = s.Time(5),
        Source = s.Text(6),
        Id = s.Text(7),
        IdentityHash = unchecked((ulong)s.Long(8)),
        Type = s.Text(9),
        Channel = s.TextOrNull(10),
        Input = s.Bytes(11).ToArray(),
        Outcome = s.Bytes(12).ToArray(),
    };
}
