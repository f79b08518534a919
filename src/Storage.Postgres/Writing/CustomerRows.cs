using System.Text;
using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>Customers' rows of a transaction: changed where they have the expected version, made where they must not exist.</summary>
internal sealed class CustomerRows
{
    private readonly Set _changed = new(
        """
        UPDATE customers c SET version = d.version + 1, positions = d.positions, state = d.state
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS d (key, version, positions, state, place)
        WHERE c.key = d.key AND c.version = d.version
        RETURNING d.place
        """);

    private readonly Set _made = new(
        """
        INSERT INTO customers (key, version, positions, state)
        SELECT key, version + 1, positions, state FROM unnest($1, $2, $3, $4) AS d (key, version, positions, state)
        ON CONFLICT (key) DO NOTHING
        RETURNING key
        """);

    private readonly List<CommitOperation> _written = [];

    /// <summary>How many were made.</summary>
    public int NewCount { get; private set; }

    public void Clear()
    {
        _changed.Clear();
        _made.Clear();
        _written.Clear();
        NewCount = 0;
    }

    public void Add(CommitOperation operation) => (operation.Commit.ExpectedVersion == 0 ? _made : _changed).Add(operation);

    public void AddTo(NpgsqlBatch batch)
    {
        _changed.Rows.AddTo(batch);
        _made.Rows.AddTo(batch);
    }

    public void ReadResults(NpgsqlDataReader reader)
    {
        if (_changed.Rows.Count > 0)
        {
            while (reader.Read())
            {
                Written(_changed.Operations[(int)reader.GetInt64(0) - 1]);
            }

            reader.NextResult();
        }

        if (_made.Rows.Count > 0)
        {
            var made = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read())
            {
                made.Add(reader.GetString(0));
            }

            foreach (var operation in _made.Operations.Where(o => made.Contains(o.Key)))
            {
                Written(operation);
            }

            NewCount = made.Count;
            reader.NextResult();
        }
    }

    /// <summary>Those whose row is there as it would have been written: an earlier commit that was not answered did it, with all that belongs to it.</summary>
    public void FindApplied(NpgsqlConnection connection)
    {
        foreach (var set in (ReadOnlySpan<Set>)[_changed, _made])
        {
            using var batch = new NpgsqlBatch(connection);
            set.Rows.AddTo(
                batch,
                """
                SELECT d.place FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS d (key, version, positions, state, place)
                JOIN customers c ON c.key = d.key AND c.version = d.version + 1 AND c.positions = d.positions AND c.state = d.state
                """);
            if (batch.BatchCommands.Count == 0)
            {
                continue;
            }

            using var reader = batch.ExecuteReader();
            while (reader.Read())
            {
                set.Operations[(int)reader.GetInt64(0) - 1].Result = CommitResult.Committed;
            }
        }
    }

    /// <summary>Those written now: what belongs to them is written with them.</summary>
    public IReadOnlyList<CommitOperation> Written() => _written;

    private void Written(CommitOperation operation)
    {
        operation.Result = CommitResult.Committed;
        _written.Add(operation);
    }

    private sealed class Set
    {
        private readonly Column<string> _key;
        private readonly Column<long> _version;
        private readonly Column<string> _positions;
        private readonly Column<ReadOnlyMemory<byte>> _state;

        public Set(string sql)
        {
            Rows = new RowSet(sql);
            _key = Rows.Column<string>(NpgsqlDbType.Text);
            _version = Rows.Column<long>(NpgsqlDbType.Bigint);
            _positions = Rows.Column<string>(NpgsqlDbType.Text);
            _state = Rows.Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
        }

        public RowSet Rows { get; }

        public List<CommitOperation> Operations { get; } = [];

        public void Clear()
        {
            Rows.Clear();
            Operations.Clear();
        }

        public void Add(CommitOperation operation)
        {
            var commit = operation.Commit;
            _key.Add(operation.Key);
            _version.Add(commit.ExpectedVersion);
            _positions.Add(Encoding.UTF8.GetString(StoreJson.Of(commit.Positions)));
            _state.Add(commit.State);
            Rows.Row();
            operation.Result = CommitResult.Conflict;
            Operations.Add(operation);
        }
    }
}
