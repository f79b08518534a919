using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Voice;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>What customers said.</summary>
internal sealed class RemarkSet
{
    private readonly RowSet _rows = new(
        """
        INSERT INTO remarks (key, sequence, at, received_at, source, id, type, channel, journey, stage, sentiment, class, score, reasons, language, model, segments, excerpt)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT (key, sequence) DO NOTHING
        """);

    private readonly Column<string> _key;
    private readonly Column<long> _sequence;
    private readonly Column<DateTime> _at;
    private readonly Column<DateTime> _receivedAt;
    private readonly Column<string> _source;
    private readonly Column<string> _id;
    private readonly Column<string> _type;
    private readonly Column<string?> _channel;
    private readonly Column<string?> _journey;
    private readonly Column<string?> _stage;
    private readonly Column<double?> _sentiment;
    private readonly Column<short?> _class;
    private readonly Column<string?> _score;
    private readonly Column<string> _reasons;
    private readonly Column<string?> _language;
    private readonly Column<string?> _model;
    private readonly Column<string> _segments;
    private readonly Column<string?> _excerpt;

    public RemarkSet()
    {
        _key = _rows.Column<string>(NpgsqlDbType.Text);
        _sequence = _rows.Column<long>(NpgsqlDbType.Bigint);
        _at = _rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _receivedAt = _rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _source = _rows.Column<string>(NpgsqlDbType.Text);
        _id = _rows.Column<string>(NpgsqlDbType.Text);
        _type = _rows.Column<string>(NpgsqlDbType.Text);
        _channel = _rows.Column<string?>(NpgsqlDbType.Text);
        _journey = _rows.Column<string?>(NpgsqlDbType.Text);
        _stage = _rows.Column<string?>(NpgsqlDbType.Text);
        _sentiment = _rows.Column<double?>(NpgsqlDbType.Double);
        _class = _rows.Column<short?>(NpgsqlDbType.Smallint);
        _score = _rows.Column<string?>(NpgsqlDbType.Text);
        _reasons = _rows.Column<string>(NpgsqlDbType.Text);
        _language = _rows.Column<string?>(NpgsqlDbType.Text);
        _model = _rows.Column<string?>(NpgsqlDbType.Text);
        _segments = _rows.Column<string>(NpgsqlDbType.Text);
        _excerpt = _rows.Column<string?>(NpgsqlDbType.Text);
    }

    public void Clear() => _rows.Clear();

    public void Add(string key, StoredRemark remark)
    {
        _key.Add(key);
        _sequence.Add(remark.Sequence);

        // Whole milliseconds: pages go on after the time that a cursor holds.
        _at.Add(remark.At.UtcDateTime.AddTicks(-(remark.At.UtcTicks % TimeSpan.TicksPerMillisecond)));
        _receivedAt.Add(remark.ReceivedAt.UtcDateTime);
        _source.Add(remark.Source);
        _id.Add(remark.Id);
        _type.Add(remark.Type);
        _channel.Add(RemarkLists.Name(remark.Channel));
        _journey.Add(remark.Journey);
        _stage.Add(remark.Stage);
        _sentiment.Add(remark.Sentiment);
        _class.Add((short?)remark.Class);
        _score.Add(remark.Score);
        _reasons.Add(RemarkLists.Of(remark.Reasons));
        _language.Add(remark.Language);
        _model.Add(remark.Model);
        _segments.Add(RemarkLists.Of(remark.Segments));
        _excerpt.Add(remark.Excerpt);
        _rows.Row();
    }

    public void AddTo(NpgsqlBatch batch) => _rows.AddTo(batch);
}
