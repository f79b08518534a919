using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>Rows for one statement, kept column by column; <c>unnest</c> makes rows of them again. Used again for every transaction.</summary>
internal sealed class RowSet(string sql)
{
    private readonly List<IColumn> _columns = [];

    public int Count { get; private set; }

    public Column<T> Column<T>(NpgsqlDbType type)
    {
        var column = new Column<T>(type);
        _columns.Add(column);
        return column;
    }

    /// <summary>A row's values are all there.</summary>
    public void Row() => Count++;

    public void Clear()
    {
        Count = 0;
        _columns.ForEach(c => c.Clear());
    }

    /// <summary>Adds the statement, where there are rows.</summary>
    /// <param name="batch">Where it is added.</param>
    /// <param name="further">A value of the statement beside its rows.</param>
    public void AddTo(NpgsqlBatch batch, int? further = null)
    {
        if (Count == 0)
        {
            return;
        }

        AddTo(batch, sql);
        if (further is { } value)
        {
            batch.BatchCommands[^1].Parameters.Add(new NpgsqlParameter<int> { TypedValue = value });
        }
    }

    /// <summary>Adds another statement over the same rows, where there are any.</summary>
    public void AddTo(NpgsqlBatch batch, string other)
    {
        if (Count == 0)
        {
            return;
        }

        var command = new NpgsqlBatchCommand(other);
        foreach (var column in _columns)
        {
            command.Parameters.Add(column.Parameter());
        }

        batch.BatchCommands.Add(command);
    }
}

internal interface IColumn
{
    NpgsqlParameter Parameter();

    void Clear();
}

/// <summary>Values of a column in the order of the rows.</summary>
internal sealed class Column<T>(NpgsqlDbType type) : IColumn
{
    private readonly List<T> _values = [];

    /// <summary>Any text can be added: what the database cannot hold of it is replaced.</summary>
    public void Add(T value) => _values.Add(value is string text ? (T)(object)StorableText.Of(text) : value);

    public T this[int row] => _values[row];

    public NpgsqlParameter Parameter() => new NpgsqlParameter<List<T>> { TypedValue = _values, NpgsqlDbType = NpgsqlDbType.Array | type };

    public void Clear() => _values.Clear();
}
