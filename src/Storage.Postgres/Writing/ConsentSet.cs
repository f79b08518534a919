using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>What customers agreed to or refused.</summary>
internal sealed class ConsentSet
{
    private readonly RowSet _rows = new(
        """
        INSERT INTO consents (key, sequence, at, received_at, channel, purpose, agreed, source, id, type, reason)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """);

    private readonly Column<string> _key;
    private readonly Column<long> _sequence;
    private readonly Column<DateTime> _at;
    private readonly Column<DateTime> _receivedAt;
    private readonly Column<string> _channel;
    private readonly Column<string?> _purpose;
    private readonly Column<bool?> _agreed;
    private readonly Column<string> _source;
    private readonly Column<string> _id;
    private readonly Column<string> _type;
    private readonly Column<string?> _reason;

    public ConsentSet()
    {
        _key = _rows.Column<string>(NpgsqlDbType.Text);
        _sequence = _rows.Column<long>(NpgsqlDbType.Bigint);
        _at = _rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _receivedAt = _rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _channel = _rows.Column<string>(NpgsqlDbType.Text);
        _purpose = _rows.Column<string?>(NpgsqlDbType.Text);
        _agreed = _rows.Column<bool?>(NpgsqlDbType.Boolean);
        _source = _rows.Column<string>(NpgsqlDbType.Text);
        _id = _rows.Column<string>(NpgsqlDbType.Text);
        _type = _rows.Column<string>(NpgsqlDbType.Text);
        _reason = _rows.Column<string?>(NpgsqlDbType.Text);
    }

    public void Clear() => _rows.Clear();

    public void Add(string key, StoredConsent said)
    {
        _key.Add(key);
        _sequence.Add(said.Sequence);
        _at.Add(said.At.UtcDateTime);
        _receivedAt.Add(said.ReceivedAt.UtcDateTime);
        _channel.Add(said.Channel);
        _purpose.Add(said.Purpose);
        _agreed.Add(said.Agreed);
        _source.Add(said.Source);
        _id.Add(said.Id);
        _type.Add(said.Type);
        _reason.Add(said.Reason);
        _rows.Row();
    }

    public void AddTo(NpgsqlBatch batch) => _rows.AddTo(batch);
}
