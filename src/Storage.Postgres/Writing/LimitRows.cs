using System.Collections.Immutable;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Storage.Codes;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>
/// What a transaction's answers take of limits that customers share, in the order of their names, so that two transactions never wait for each
/// other in a circle. Where there is room for all of them, it is taken in one statement just before the commit: a row that everybody wants is
/// locked no longer than that. Where there is not, the statement fails, and the transaction is run again: then the rows are locked first, and
/// what there is room for is given to the commits in their order.
/// </summary>
internal sealed class LimitRows
{
    /// <summary>The error of a transaction that took more than there is.</summary>
    public const string NoRoom = "CX001";

    /// <summary>How much is open in each of the queues whose limits are named, and how many codes the pools lack: fewer than none where they have some.</summary>
    public static readonly string Counting =
        $"""
        SELECT n, (SELECT count(*) FROM cases WHERE queue = substr(n, 6) AND status <> 3) + (SELECT count(*) FROM outbox WHERE queue = substr(n, 6) AND kind = 3 AND status = 3)
        FROM unnest($1) AS d (n) WHERE starts_with(n, 'open:')
        UNION ALL
        SELECT n, -(SELECT count(*) FROM (SELECT 1 FROM codes WHERE pool = substr(n, 7) AND {CodeConditions.Free} LIMIT {ICodePools.CountedMax}) f)
        FROM unnest($1) AS d (n) WHERE starts_with(n, 'codes:')
        """;

    private readonly SortedDictionary<string, DateTimeOffset?> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LimitUse> _taken = new(StringComparer.Ordinal);
    private bool _looks;

    /// <param name="looks">Rows are locked and looked at before anything is written.</param>
    public void Clear(bool looks)
    {
        _named.Clear();
        _used.Clear();
        _taken.Clear();
        _looks = looks;
    }

    /// <summary>A commit asks for it. What is open in a queue, or left in a pool, can only be counted behind a lock.</summary>
    public void Name(ImmutableArray<LimitUse> uses)
    {
        foreach (var use in uses)
        {
            _named[use.Limit] = use.EndsAt;
            _looks |= use.EndsAt is null;
        }
    }

    /// <summary>Adds the statements that make, lock and read the limits, where they are looked at.</summary>
    public void AddLooks(NpgsqlBatch batch)
    {
        if (!Look)
        {
            return;
        }

        // A limit that is counted has no end; its row is there to be locked.
        var insert = new NpgsqlBatchCommand(
            "INSERT INTO limits (name, used, ends_at) SELECT name, 0, ends_at FROM unnest($1, $2) AS d (name, ends_at) ORDER BY name COLLATE \"C\" ON CONFLICT (name) DO NOTHING");
        insert.Parameters.Add(Names());
        insert.Parameters.Add(Ends(_named.Values));
        batch.BatchCommands.Add(insert);
        var look = new NpgsqlBatchCommand("SELECT name, used FROM limits WHERE name = ANY($1) ORDER BY name FOR UPDATE");
        look.Parameters.Add(Names());
        batch.BatchCommands.Add(look);

        // After the lock, in a statement of its own: it sees what the lock waited for.
        var open = new NpgsqlBatchCommand(Counting);
        open.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Storable(_named.Keys.Where(SharedLimits.IsCounted)) });
        batch.BatchCommands.Add(open);
    }

    public void ReadLooks(NpgsqlDataReader reader)
    {
        for (var result = 0; Look && result < 2; result++)
        {
            while (reader.Read())
            {
                _used[reader.GetString(0)] = reader.GetInt64(1);
            }

            reader.NextResult();
        }
    }

    /// <summary>Gives a commit all that it asks for; false, and nothing given, where a limit that was looked at has no room.</summary>
    public bool TryGive(ImmutableArray<LimitUse> uses)
    {
        foreach (var use in uses)
        {
            if (_looks && _used.GetValueOrDefault(use.Limit) + use.Amount > use.Max)
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
                // Silos may have different versions of the documents for a moment: the smaller bound holds for what they take together.
                var had = _taken.GetValueOrDefault(use.Limit, use with { Amount = 0 });
                _taken[use.Limit] = use with { Amount = had.Amount + use.Amount, Max = Math.Min(had.Max, use.Max) };
            }
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_taken.Count == 0)
        {
            return;
        }

        var take = new NpgsqlBatchCommand("SELECT take_limits($1, $2, $3, $4)");
        take.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Storable(_taken.Keys) });
        take.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. _taken.Values.Select(t => t.Amount)] });

        // What was looked at was given commit by commit, each by its own bound.
        take.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. _taken.Values.Select(t => _looks ? long.MaxValue : t.Max)] });
        take.Parameters.Add(Ends(_taken.Values.Select(t => t.EndsAt)));
        batch.BatchCommands.Add(take);
    }

    private bool Look => _looks && _named.Count > 0;

    private NpgsqlParameter<string[]> Names() => new() { TypedValue = Storable(_named.Keys) };

    private static string[] Storable(IEnumerable<string> names) => [.. names.Select(StorableText.Of)];

    private static NpgsqlParameter<DateTime[]> Ends(IEnumerable<DateTimeOffset?> ends) =>
        new() { TypedValue = [.. ends.Select(e => e?.UtcDateTime ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc))] };
}
