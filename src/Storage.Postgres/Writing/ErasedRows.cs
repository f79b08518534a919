using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>Marks of erased customers whose late touchpoints are counted: changed where they have the expected version.</summary>
internal sealed class ErasedRows
{
    private readonly List<ErasedOperation> _operations = [];
    private readonly Column<string> _hash;
    private readonly Column<long> _version;
    private readonly Column<string> _positions;
    private readonly RowSet _rows = new(
        """
        UPDATE erasures e SET version = d.version + 1, positions = d.positions
        FROM unnest($1, $2, $3) WITH ORDINALITY AS d (hash, version, positions, place)
        WHERE e.hash = d.hash AND e.version = d.version
        RETURNING d.place
        """);

    public ErasedRows()
    {
        _hash = _rows.Column<string>(NpgsqlDbType.Text);
        _version = _rows.Column<long>(NpgsqlDbType.Bigint);
        _positions = _rows.Column<string>(NpgsqlDbType.Text);
    }

    public void Clear()
    {
        _rows.Clear();
        _operations.Clear();
    }

    public void Add(ErasedOperation operation)
    {
        _hash.Add(operation.Hash);
        _version.Add(operation.Count.ExpectedVersion);
        _positions.Add(Encoding.UTF8.GetString(StoreJson.Of(operation.Count.Positions)));
        _rows.Row();
        operation.Result = false;
        _operations.Add(operation);
    }

    public void AddTo(NpgsqlBatch batch) => _rows.AddTo(batch);

    /// <summary>Those written now: what they count is counted with them.</summary>
    public List<ErasedOperation> Written { get; } = [];

    public void ReadResults(NpgsqlDataReader reader)
    {
        Written.Clear();
        if (_rows.Count == 0)
        {
            return;
        }

        while (reader.Read())
        {
            var operation = _operations[(int)reader.GetInt64(0) - 1];
            operation.Result = true;
            Written.Add(operation);
        }

        reader.NextResult();
    }

    /// <summary>Those whose mark is as it would have been written: an earlier commit that was not answered did it.</summary>
    public void FindApplied(NpgsqlConnection connection)
    {
        using var batch = new NpgsqlBatch(connection);
        _rows.AddTo(
            batch,
            """
            SELECT d.place FROM unnest($1, $2, $3) WITH ORDINALITY AS d (hash, version, positions, place)
            JOIN erasures e ON e.hash = d.hash AND e.version = d.version + 1 AND e.positions = d.positions
            """);
        if (batch.BatchCommands.Count == 0)
        {
            return;
        }

        using var reader = batch.ExecuteReader();
        while (reader.Read())
        {
            _operations[(int)reader.GetInt64(0) - 1].Result = true;
        }
    }
}
