using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>Dead letters of a transaction; one whose origin is there already is left as it is.</summary>
internal sealed class LetterRows
{
    private readonly List<DeadLetter> _letters = [];
    private readonly List<DeadLetter> _added = [];
    private readonly Column<string> _log;
    private readonly Column<int> _partition;
    private readonly Column<long> _position;
    private readonly Column<string> _source;
    private readonly Column<string?> _customer;
    private readonly Column<string> _reason;
    private readonly Column<string> _detail;
    private readonly Column<DateTime> _at;
    private readonly Column<ReadOnlyMemory<byte>> _body;
    private readonly RowSet _rows = new(
        """
        INSERT INTO dead_letters (log, partition, position, source, customer, reason, detail, at, body) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (log, partition, position) DO NOTHING
        RETURNING log, partition, position
        """);

    public LetterRows()
    {
        _log = _rows.Column<string>(NpgsqlDbType.Text);
        _partition = _rows.Column<int>(NpgsqlDbType.Integer);
        _position = _rows.Column<long>(NpgsqlDbType.Bigint);
        _source = _rows.Column<string>(NpgsqlDbType.Text);
        _customer = _rows.Column<string?>(NpgsqlDbType.Text);
        _reason = _rows.Column<string>(NpgsqlDbType.Text);
        _detail = _rows.Column<string>(NpgsqlDbType.Text);
        _at = _rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _body = _rows.Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    }

    public void Clear()
    {
        _rows.Clear();
        _letters.Clear();
        _added.Clear();
    }

    public void Add(DeadLetter letter)
    {
        _log.Add(letter.Origin.Log);
        _partition.Add(letter.Origin.Partition);
        _position.Add(letter.Origin.Position);
        _source.Add(StorableText.Of(letter.Source));
        _customer.Add(letter.Customer is null ? null : StorableText.Of(letter.Customer));
        _reason.Add(letter.Reason);
        _detail.Add(StorableText.Of(letter.Detail));
        _at.Add(letter.At.UtcDateTime);
        _body.Add(letter.Body);
        _rows.Row();
        _letters.Add(letter);
    }

    public void AddTo(NpgsqlBatch batch) => _rows.AddTo(batch);

    public void ReadResults(NpgsqlDataReader reader)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        var added = new HashSet<LogPosition>();
        while (reader.Read())
        {
            added.Add(new LogPosition(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2)));
        }

        _added.AddRange(_letters.Where(l => added.Contains(l.Origin)));
        reader.NextResult();
    }

    /// <summary>Those that were not there before.</summary>
    public IReadOnlyList<DeadLetter> Added() => _added;
}
