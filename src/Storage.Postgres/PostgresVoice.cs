using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Voice;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresVoice(PostgresDatabase database) : IVoiceStore
{
    private const string Columns =
        "number, key, sequence, at, received_at, source, id, type, channel, journey, stage, sentiment, class, score, reasons, language, model, segments, excerpt, corrected";

    public Task<ImmutableArray<RemarkCount>> CountAsync(RemarkQuery query, RemarkGrouping by, CancellationToken cancellationToken)
    {
        var (sought, values) = Sought(query);
        values.Add(IVoiceStore.GroupsMax);
        return database.RunAsync(
            connection => connection.RowsAsync(
                $"""
                SELECT {GroupOf(by)}, reasons, count(*), count(*) FILTER (WHERE class < 0), count(*) FILTER (WHERE class > 0), count(sentiment), coalesce(sum(sentiment), 0)
                FROM remarks WHERE {sought} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${values.Count}
                """,
                [.. values],
                ReadCount,
                cancellationToken),
            cancellationToken);
    }

    public Task<Page<NumberedRemark>> ListAsync(RemarkQuery query, RemarkOrder order, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var after = RemarkCursor.Parse(order, cursor);
        var (sought, values) = Sought(query);
        values.AddRange([order == RemarkOrder.Newest ? after.Time : after.Sentiment, after.Number, limit + 1]);
        var (at, sorted) = order == RemarkOrder.Newest ? ("(at, number) <", "at DESC, number DESC") : ("(sentiment, number) >", "sentiment, number");
        return database.RunAsync(
            async connection =>
            {
                var rows = await connection.RowsAsync(
                    $"""
                    SELECT {Columns} FROM remarks WHERE number IN (
                        SELECT number FROM remarks WHERE {sought} AND {at} (${values.Count - 2}, ${values.Count - 1}) ORDER BY {sorted} LIMIT ${values.Count}) ORDER BY {sorted}
                    """,
                    [.. values],
                    Read,
                    cancellationToken);
                return rows.Length > limit ? new Page<NumberedRemark>(rows[..limit], RemarkCursor.Of(order, rows[limit - 1])) : new Page<NumberedRemark>(rows, null);
            },
            cancellationToken);
    }

    public Task<DateTimeOffset?> FirstAsync(CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            var rows = await connection.RowsAsync("SELECT at FROM remarks ORDER BY at LIMIT 1", [], r => r.Time(0), cancellationToken);
            return rows.IsEmpty ? (DateTimeOffset?)null : rows[0];
        },
        cancellationToken);

    public Task<NumberedRemark?> CorrectAsync(CustomerKey key, long sequence, NewCorrection correction, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO remark_corrections (key, sequence, received_at, text, language, class, reasons, read_class, read_reasons, model, by, at)
                SELECT key, sequence, received_at, excerpt, language, $3, $4, class, reasons, model, $5, $6 FROM remarks WHERE key = $1 AND sequence = $2
                ON CONFLICT (key, sequence) DO UPDATE SET class = excluded.class, reasons = excluded.reasons, by = excluded.by, at = excluded.at
                """,
                [key.ToString(), sequence, (short)correction.Class, RemarkLists.Of(correction.Reasons), correction.By, correction.At],
                cancellationToken);
            return await connection.RowAsync(
                $"UPDATE remarks SET class = $3, reasons = $4, corrected = true WHERE key = $1 AND sequence = $2 RETURNING {Columns}",
                [key.ToString(), sequence, (short)correction.Class, RemarkLists.Of(correction.Reasons)],
                Read,
                cancellationToken);
        },
        cancellationToken,
        repeatable: true);

    public Task<Page<StoredCorrection>> CorrectionsAsync(string? cursor, int limit, CancellationToken cancellationToken) => CorrectionsAsync(null, cursor, limit, cancellationToken);

    public Task<Page<StoredCorrection>> CorrectionsOfAsync(CustomerKey key, string? cursor, int limit, CancellationToken cancellationToken) =>
        CorrectionsAsync(key.ToString(), cursor, limit, cancellationToken);

    private Task<Page<StoredCorrection>> CorrectionsAsync(string? key, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(cursor);
        return database.RunAsync(
            async connection => NumberPages.Of(
                await connection.RowsAsync(
                    $"""
                    SELECT number, key, sequence, text, language, class, reasons, read_class, read_reasons, model, by, at FROM remark_corrections
                    WHERE number < $1{(key is null ? "" : " AND key = $3")} ORDER BY number DESC LIMIT $2
                    """,
                    key is null ? [before, limit + 1] : [before, limit + 1, key],
                    ReadCorrection,
                    cancellationToken),
                limit,
                c => c.Number),
            cancellationToken);
    }

    // An index finds the time, and holds the rest but the text.
    private static (string Sql, List<object?> Values) Sought(RemarkQuery query)
    {
        var (conditions, values) = (new List<string> { "at >= $1", "at < $2" }, new List<object?> { query.From, query.To });
        Add("channel = {0}", RemarkLists.Name(query.Channel));
        Add("journey = {0}", query.Journey);
        Add("stage = {0}", query.Stage);
        Add("strpos(segments, {0}) > 0", RemarkLists.Sought(query.Segment));
        Add("language = {0}", query.Language);
        Add("strpos(reasons, {0}) > 0", RemarkLists.Sought(query.Reason));
        Add("class = {0}", (short?)query.Class);
        if (query.Texts)
        {
            conditions.Add("excerpt IS NOT NULL");
        }

        return (string.Join(" AND ", conditions), values);

        void Add(string condition, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                conditions.Add(condition.Replace("{0}", $"${values.Count}", StringComparison.Ordinal));
            }
        }
    }

    private static string GroupOf(RemarkGrouping by) => by switch
    {
        RemarkGrouping.Day => "floor(extract(epoch FROM at) / 86400)::bigint::text",
        RemarkGrouping.Channel => "coalesce(channel, '')",
        RemarkGrouping.Stage => "coalesce(journey || chr(10) || stage, '')",
        RemarkGrouping.Segments => "segments",
        RemarkGrouping.Language => "coalesce(language, '')",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };

    private static RemarkCount ReadCount(NpgsqlDataReader r) => new()
    {
        Group = r.GetString(0),
        Reasons = RemarkLists.Read(r.GetString(1)),
        Count = r.GetInt64(2),
        Negative = r.GetInt64(3),
        Positive = r.GetInt64(4),
        Read = r.GetInt64(5),
        SentimentSum = r.GetDouble(6),
    };

    private static NumberedRemark Read(NpgsqlDataReader r) => new(
        r.GetInt64(0),
        CustomerKey.Parse(r.GetString(1)),
        new StoredRemark
        {
            Sequence = r.GetInt64(2),
            At = r.Time(3),
            ReceivedAt = r.Time(4),
            Source = r.GetString(5),
            Id = r.GetString(6),
            Type = r.GetString(7),
            Channel = r.TextOrNull(8),
            Journey = r.TextOrNull(9),
            Stage = r.TextOrNull(10),
            Sentiment = r.IsDBNull(11) ? null : r.GetDouble(11),
            Class = r.IsDBNull(12) ? null : r.GetInt16(12),
            Score = r.TextOrNull(13),
            Reasons = RemarkLists.Read(r.GetString(14)),
            Language = r.TextOrNull(15),
            Model = r.TextOrNull(16),
            Segments = RemarkLists.Read(r.GetString(17)),
            Excerpt = r.TextOrNull(18),
        },
        r.GetBoolean(19));

    private static StoredCorrection ReadCorrection(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        Key = CustomerKey.Parse(r.GetString(1)),
        Sequence = r.GetInt64(2),
        Text = r.TextOrNull(3),
        Language = r.TextOrNull(4),
        Class = r.GetInt16(5),
        Reasons = RemarkLists.Read(r.GetString(6)),
        ReadClass = r.IsDBNull(7) ? null : r.GetInt16(7),
        ReadReasons = RemarkLists.Read(r.GetString(8)),
        Model = r.TextOrNull(9),
        By = r.GetString(10),
        At = r.Time(11),
    };
}
