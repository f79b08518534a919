using System.Runtime.InteropServices;
using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>What a transaction adds to the ledger, summed up before: one row a name, in the rows of its writer.</summary>
internal sealed class LedgerRows
{
    private readonly LedgerSources _names;
    private readonly SortedDictionary<string, int> _sources = new(StringComparer.Ordinal);
    private readonly List<LedgerCount> _sums = [];
    private readonly Column<string> _source;
    private readonly Column<long> _applied;
    private readonly Column<long> _duplicate;
    private readonly Column<long> _rejected;
    private readonly Column<long> _conflicting;
    private readonly Column<long> _erased;
    private readonly RowSet _rows = new(
        """
        INSERT INTO ledger AS l (source, lane, received, applied, duplicate, rejected, conflicting, erased)
        SELECT source, $7, 0, applied, duplicate, rejected, conflicting, erased
        FROM unnest($1, $2, $3, $4, $5, $6) AS d (source, applied, duplicate, rejected, conflicting, erased)
        ON CONFLICT (source, lane) DO UPDATE SET applied = l.applied + excluded.applied, duplicate = l.duplicate + excluded.duplicate,
            rejected = l.rejected + excluded.rejected, conflicting = l.conflicting + excluded.conflicting, erased = l.erased + excluded.erased
        """);

    public LedgerRows(LedgerSources names)
    {
        _names = names;
        _source = _rows.Column<string>(NpgsqlDbType.Text);
        _applied = _rows.Column<long>(NpgsqlDbType.Bigint);
        _duplicate = _rows.Column<long>(NpgsqlDbType.Bigint);
        _rejected = _rows.Column<long>(NpgsqlDbType.Bigint);
        _conflicting = _rows.Column<long>(NpgsqlDbType.Bigint);
        _erased = _rows.Column<long>(NpgsqlDbType.Bigint);
    }

    public void Clear()
    {
        _rows.Clear();
        _sources.Clear();
        _sums.Clear();
    }

    public void Count(LedgerCount count)
    {
        var source = _names.NameOf(count.Source);
        if (!_sources.TryGetValue(source, out var place))
        {
            _sources[source] = place = _sums.Count;
            _sums.Add(new LedgerCount { Source = source });
        }

        ref var sum = ref CollectionsMarshal.AsSpan(_sums)[place];
        sum = sum with
        {
            Applied = sum.Applied + count.Applied,
            Duplicate = sum.Duplicate + count.Duplicate,
            Rejected = sum.Rejected + count.Rejected,
            Conflicting = sum.Conflicting + count.Conflicting,
            Erased = sum.Erased + count.Erased,
        };
    }

    public void AddTo(NpgsqlBatch batch, int lane, int newCustomers)
    {
        foreach (var (source, place) in _sources)
        {
            var sum = _sums[place];
            _source.Add(source);
            _applied.Add(sum.Applied);
            _duplicate.Add(sum.Duplicate);
            _rejected.Add(sum.Rejected);
            _conflicting.Add(sum.Conflicting);
            _erased.Add(sum.Erased);
            _rows.Row();
        }

        _rows.AddTo(batch, lane);
        if (newCustomers > 0)
        {
            var command = new NpgsqlBatchCommand(
                "INSERT INTO customer_counts AS c (lane, customers) VALUES ($1, $2) ON CONFLICT (lane) DO UPDATE SET customers = c.customers + excluded.customers");
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lane });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = newCustomers });
            batch.BatchCommands.Add(command);
        }
    }
}
