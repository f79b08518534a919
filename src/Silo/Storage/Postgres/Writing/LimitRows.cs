using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;
using Npgsql;

namespace CxOrchestrator.Silo.Storage.Postgres.Writing;

/// <summary>
/// What a transaction's answers take of limits that customers share. Rows are made and locked in the order of their names, so that two
/// transactions never wait for each other in a circle; what there is room for is given to the commits in their order, and what those that
/// were written took is added in one statement.
/// </summary>
internal sealed class LimitRows
{
    private readonly SortedDictionary<string, DateTimeOffset?> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _taken = new(StringComparer.Ordinal);

    public void Clear()
    {
        _named.Clear();
        _used.Clear();
        _taken.Clear();
    }

    /// <summary>A commit asks for it.</summary>
    public void Name(ImmutableArray<LimitUse> uses)
    {
        foreach (var use in uses)
        {
            _named[use.Limit] = use.EndsAt;
        }
    }

    /// <summary>Adds the statements that make, lock and read the limits, where any is asked for.</summary>
    public void AddLooks(NpgsqlBatch batch)
    {
        if (_named.Count == 0)
        {
            return;
        }

        // A limit on open cases has no end; its row is there to be locked.
        var insert = new NpgsqlBatchCommand(
            "INSERT INTO limits (name, used, ends_at) SELECT name, 0, ends_at FROM unnest($1, $2) AS d (name, ends_at) ORDER BY name COLLATE \"C\" ON CONFLICT (name) DO NOTHING");
        insert.Parameters.Add(Names());
        insert.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. _named.Values.Select(e => e?.UtcDateTime ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc))] });
        batch.BatchCommands.Add(insert);
        var look = new NpgsqlBatchCommand("SELECT name, used FROM limits WHERE name = ANY($1) ORDER BY name FOR UPDATE");
        look.Parameters.Add(Names());
        batch.BatchCommands.Add(look);

        // After the lock, in a statement of its own: it sees what the lock waited for.
        var open = new NpgsqlBatchCommand(Counting);
        open.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. _named.Keys.Where(n => n.StartsWith(SharedLimits.OpenPrefix, StringComparison.Ordinal))] });
        batch.BatchCommands.Add(open);
    }

    /// <summary>How much is open in each of the queues whose limits are named.</summary>
    public const string Counting =
        """
        SELECT n, (SELECT count(*) FROM cases WHERE queue = substr(n, 6) AND status <> 3) + (SELECT count(*) FROM outbox WHERE queue = substr(n, 6) AND kind = 3 AND status = 3)
        FROM unnest($1) AS d (n)
        """;

    public void ReadLooks(NpgsqlDataReader reader)
    {
        if (_named.Count == 0)
        {
            return;
        }

        for (var result = 0; result < 2; result++)
        {
            while (reader.Read())
            {
                _used[reader.GetString(0)] = reader.GetInt64(1);
            }

            reader.NextResult();
        }
    }

    /// <summary>Gives a commit all that it asks for; false, and nothing given, where a limit has no room.</summary>
    public bool TryGive(ImmutableArray<LimitUse> uses)
    {
        foreach (var use in uses)
        {
            if (_used.GetValueOrDefault(use.Limit) + use.Amount > use.Max)
            {
                return false;
            }
        }

        foreach (var use in uses)
        {
            _used[use.Limit] = _used.GetValueOrDefault(use.Limit) + use.Amount;
        }

        return true;
    }

    /// <summary>A commit that was given its share is written.</summary>
    public void Take(ImmutableArray<LimitUse> uses)
    {
        foreach (var use in uses)
        {
            if (use.EndsAt is not null)
            {
                _taken[use.Limit] = _taken.GetValueOrDefault(use.Limit) + use.Amount;
            }
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_taken.Count == 0)
        {
            return;
        }

        var update = new NpgsqlBatchCommand("UPDATE limits l SET used = l.used + d.amount FROM unnest($1, $2) AS d (name, amount) WHERE l.name = d.name");
        update.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. _taken.Keys] });
        update.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. _taken.Values] });
        batch.BatchCommands.Add(update);
    }

    private NpgsqlParameter<string[]> Names() => new() { TypedValue = [.. _named.Keys] };
}
