using Npgsql;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>
/// What answers of admission were made with: the switch's version, the limits they share, and the actions they move. Locked until the transaction ends, so that
/// nothing changes between this look and the commit.
/// </summary>
internal sealed class FactRows
{
    private readonly List<CommitOperation> _operations = [];
    private readonly HashSet<CommitOperation> _changed = [];
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly LimitRows _limits = new();

    /// <param name="looksAtLimits">Shared limits are locked before anything is written.</param>
    public void Clear(bool looksAtLimits)
    {
        _operations.Clear();
        _changed.Clear();
        _versions.Clear();
        _waiting.Clear();
        _limits.Clear(looksAtLimits);
    }

    public void Add(CommitOperation operation)
    {
        if (operation.Commit.FactsVersion is not null || !operation.Commit.Answers.IsEmpty)
        {
            _operations.Add(operation);
            _limits.Name(operation.Commit.Uses);
        }
    }

    /// <summary>Begins the transaction where there is anything to look at.</summary>
    public bool Check(NpgsqlConnection connection)
    {
        if (_operations.Count == 0)
        {
            return false;
        }

        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LaneTransaction.Begin));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SwitchLock.Shared));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT version FROM sending WHERE id = 1"));
        _limits.AddLooks(batch);
        batch.BatchCommands.Add(Keyed(
            "SELECT id FROM outbox WHERE id = ANY($1) AND status IN (1, 2) ORDER BY id FOR UPDATE",
            [.. _operations.SelectMany(o => o.Commit.Answers).Select(a => a.Action).Distinct()]));
        batch.BatchCommands.Add(Keyed("SELECT key, version FROM customers WHERE key = ANY($1)", [.. _operations.Select(o => o.Key)]));
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        var version = reader.GetInt64(0);
        reader.NextResult();
        _limits.ReadLooks(reader);
        while (reader.Read())
        {
            _waiting.Add(reader.GetString(0));
        }

        reader.NextResult();
        while (reader.Read())
        {
            _versions[reader.GetString(0)] = reader.GetInt64(1);
        }

        // A conflict goes before: who has an old row reads it again anyway.
        _changed.UnionWith(_operations.Where(o =>
            _versions.GetValueOrDefault(o.Key) == o.Commit.ExpectedVersion
            && ((o.Commit.FactsVersion is { } facts && facts != version) || o.Commit.Answers.Any(a => !_waiting.Contains(a.Action)) || !_limits.TryGive(o.Commit.Uses))));
        return true;
    }

    /// <summary>A commit is written: what it was given of shared limits is added to what is used.</summary>
    public void Written(CommitOperation operation) => _limits.Take(operation.Commit.Uses);

    public void AddTo(NpgsqlBatch batch) => _limits.AddTo(batch);

    public bool Stand(CommitOperation operation) => !_changed.Contains(operation);

    private static NpgsqlBatchCommand Keyed(string sql, string[] keys)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(StorableText.Of)] });
        return command;
    }
}
