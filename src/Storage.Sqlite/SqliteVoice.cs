using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteVoice(SqliteDatabase database) : IVoiceStore
{
    /// <summary>Parameters 1 to 10; an index finds the time, and holds the rest but the text.</summary>
    private const string Sought =
        """
        at >= ?1 AND at < ?2 AND (?3 IS NULL OR channel = ?3) AND (?4 IS NULL OR journey = ?4) AND (?5 IS NULL OR stage = ?5) AND (?6 IS NULL OR instr(segments, ?6) > 0)
            AND (?7 IS NULL OR language = ?7) AND (?8 IS NULL OR instr(reasons, ?8) > 0) AND (?9 IS NULL OR class = ?9)
        """;

    private const string Text = " AND (?10 = 0 OR excerpt IS NOT NULL)";

    public Task<ImmutableArray<RemarkCount>> CountAsync(RemarkQuery query, RemarkGrouping by, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                $"""
                SELECT {GroupOf(by)}, reasons, count(*), coalesce(sum(class < 0), 0), coalesce(sum(class > 0), 0), count(sentiment), coalesce(sum(sentiment), 0)
                FROM remarks WHERE {Sought} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?11
                """);
            Bind(statement, query).Bind(11, (long)IVoiceStore.GroupsMax);
            var counts = ImmutableArray.CreateBuilder<RemarkCount>();
            while (statement.Read())
            {
                counts.Add(new RemarkCount
                {
                    Group = statement.Text(0),
                    Reasons = RemarkLists.Read(statement.Text(1)),
                    Count = statement.Long(2),
                    Negative = statement.Long(3),
                    Positive = statement.Long(4),
                    Read = statement.Long(5),
                    SentimentSum = statement.Double(6),
                });
            }

            return counts.ToImmutable();
        },
        cancellationToken);

    public Task<Page<NumberedRemark>> ListAsync(RemarkQuery query, RemarkOrder order, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var after = RemarkCursor.Parse(order, cursor);
        return database.ReadAsync(
            session =>
            {
                var sorted = order == RemarkOrder.Newest ? "at DESC, number DESC" : "sentiment, number";
                var rest = order == RemarkOrder.Newest ? "(at, number) < (?11, ?12)" : "(sentiment, number) > (?11, ?12)";
                using var statement = session.Use(
                    $"""
                    SELECT {SqliteRemarks.Columns} FROM remarks
                    WHERE number IN (SELECT number FROM remarks WHERE {Sought}{(query.Texts ? Text : "")} AND {rest} ORDER BY {sorted} LIMIT ?13) ORDER BY {sorted}
                    """);
                Bind(statement, query);
                (order == RemarkOrder.Newest ? statement.Bind(11, after.At) : statement.Bind(11, after.Sentiment)).Bind(12, after.Number).Bind(13, (long)limit + 1);
                if (query.Texts)
                {
                    statement.Bind(10, 1L);
                }

                var items = ImmutableArray.CreateBuilder<NumberedRemark>();
                while (statement.Read())
                {
                    if (items.Count == limit)
                    {
                        return new Page<NumberedRemark>(items.ToImmutable(), RemarkCursor.Of(order, items[^1]));
                    }

                    items.Add(SqliteRemarks.Read(statement));
                }

                return new Page<NumberedRemark>(items.ToImmutable(), null);
            },
            cancellationToken);
    }

    public Task<DateTimeOffset?> FirstAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.TimeOrNull("SELECT min(at) FROM remarks"), cancellationToken);

    public Task<NumberedRemark?> CorrectAsync(CustomerKey key, long sequence, NewCorrection correction, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var session = transaction.Session;
            using (var keep = session.Use(
                """
                INSERT INTO remark_corrections (key, sequence, received_at, text, language, class, reasons, read_class, read_reasons, model, by, at)
                SELECT key, sequence, received_at, excerpt, language, ?3, ?4, class, reasons, model, ?5, ?6 FROM remarks WHERE key = ?1 AND sequence = ?2
                ON CONFLICT (key, sequence) DO UPDATE SET class = excluded.class, reasons = excluded.reasons, by = excluded.by, at = excluded.at
                """))
            {
                keep.Bind(1, key.ToString()).Bind(2, sequence).Bind(3, (long)correction.Class).Bind(4, RemarkLists.Of(correction.Reasons))
                    .Bind(5, correction.By).Bind(6, correction.At).Run();
            }

            using (var show = session.Use("UPDATE remarks SET class = ?3, reasons = ?4, corrected = 1 WHERE key = ?1 AND sequence = ?2"))
            {
                show.Bind(1, key.ToString()).Bind(2, sequence).Bind(3, (long)correction.Class).Bind(4, RemarkLists.Of(correction.Reasons)).Run();
            }

            using var now = session.Use($"SELECT {SqliteRemarks.Columns} FROM remarks WHERE key = ?1 AND sequence = ?2");
            return now.Bind(1, key.ToString()).Bind(2, sequence).Read() ? SqliteRemarks.Read(now) : null;
        },
        cancellationToken);

    public Task<Page<StoredCorrection>> CorrectionsAsync(string? cursor, int limit, CancellationToken cancellationToken) => CorrectionsAsync(null, cursor, limit, cancellationToken);

    public Task<Page<StoredCorrection>> CorrectionsOfAsync(CustomerKey key, string? cursor, int limit, CancellationToken cancellationToken) =>
        CorrectionsAsync(key.ToString(), cursor, limit, cancellationToken);

    private Task<Page<StoredCorrection>> CorrectionsAsync(string? key, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(cursor);
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use(
                    $"""
                    SELECT number, key, sequence, text, language, class, reasons, read_class, read_reasons, model, by, at FROM remark_corrections
                    WHERE number < ?1{(key is null ? "" : " AND key = ?3")} ORDER BY number DESC LIMIT ?2
                    """);
                statement.Bind(1, before).Bind(2, (long)limit + 1);
                if (key is not null)
                {
                    statement.Bind(3, key);
                }

                return SqlitePages.Of(statement, limit, ReadCorrection, c => c.Number);
            },
            cancellationToken);
    }

    private static SqliteStatement Bind(SqliteStatement statement, RemarkQuery query) => statement
        .Bind(1, query.From).Bind(2, query.To).Bind(3, RemarkLists.Name(query.Channel)).Bind(4, query.Journey).Bind(5, query.Stage).Bind(6, RemarkLists.Sought(query.Segment))
        .Bind(7, query.Language).Bind(8, RemarkLists.Sought(query.Reason)).Bind(9, (long?)query.Class);

    private static string GroupOf(RemarkGrouping by) => by switch
    {
        RemarkGrouping.Day => "CAST(at / 86400000 AS TEXT)",
        RemarkGrouping.Channel => "coalesce(channel, '')",
        RemarkGrouping.Stage => "coalesce(journey || char(10) || stage, '')",
        RemarkGrouping.Segments => "segments",
        RemarkGrouping.Language => "coalesce(language, '')",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };

    private static StoredCorrection ReadCorrection(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        Key = CustomerKey.Parse(s.Text(1)),
        Sequence = s.Long(2),
        Text = s.TextOrNull(3),
        Language = s.TextOrNull(4),
        Class = s.Int(5),
        Reasons = RemarkLists.Read(s.Text(6)),
        ReadClass = (int?)s.LongOrNull(7),
        ReadReasons = RemarkLists.Read(s.Text(8)),
        Model = s.TextOrNull(9),
        By = s.Text(10),
        At = s.Time(11),
    };
}
