using CxOrchestrator.Api.Board;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Board;

/// <summary>
/// The customers at risk, in memory: loaded from the store, kept current by what silos tell. Of two states of a customer the one with the
/// larger sequence is kept, whatever order they arrive in.
/// </summary>
internal sealed class LiveBoard(IDefinitions definitions, JourneyClock clock)
{
    private readonly Dictionary<CustomerKey, BoardEntry> _entries = [];

    // While loading: customers that left the board meanwhile, so that an older row does not bring them back.
    private readonly Dictionary<CustomerKey, long> _left = [];
    private bool _loading;
    private long _version;
    private int _definitionsVersion;

    /// <summary>Held while entries are read or changed.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Raised when something changed.</summary>
    public event Action? Changed;

    /// <summary>True once all customers at risk are in it.</summary>
    public bool Loaded { get; private set; }

    public int Count
    {
        get
        {
            lock (Gate)
            {
                return _entries.Count;
            }
        }
    }

    public void Apply(LiveBatch batch)
    {
        lock (Gate)
        {
            foreach (var change in batch.Customers)
            {
                Apply(change);
            }

            foreach (var change in batch.Actions)
            {
                Apply(change);
            }

            foreach (var change in batch.Cases)
            {
                Apply(change);
            }
        }

        Changed?.Invoke();
    }

    /// <summary>From here until <see cref="EndLoading"/> rows come from the store.</summary>
    public void BeginLoading()
    {
        lock (Gate)
        {
            _loading = true;
            _left.Clear();
        }
    }

    /// <summary>Takes a customer as the store has it.</summary>
    public void Load(CustomerKey key, CustomerState state)
    {
        lock (Gate)
        {
            if (!_left.TryGetValue(key, out var left) || left < state.Sequence)
            {
                Put(key, state);
            }
        }
    }

    /// <summary>All rows were read: who was not among them and has not changed since is off the board.</summary>
    public void EndLoading(IReadOnlySet<CustomerKey> seen, IReadOnlyDictionary<CustomerKey, long> before)
    {
        lock (Gate)
        {
            foreach (var (key, sequence) in before)
            {
                if (!seen.Contains(key) && _entries.TryGetValue(key, out var entry) && entry.State.Sequence == sequence)
                {
                    _entries.Remove(key);
                }
            }

            _loading = false;
            _left.Clear();
            Loaded = true;
        }

        Changed?.Invoke();
    }

    /// <summary>Customers on the board with the sequence of each.</summary>
    public Dictionary<CustomerKey, long> Sequences()
    {
        lock (Gate)
        {
            return _entries.ToDictionary(e => e.Key, e => e.Value.State.Sequence);
        }
    }

    /// <summary>Customers whose earlier actions and cases were not read yet.</summary>
    public List<CustomerKey> Incomplete(int countMax)
    {
        lock (Gate)
        {
            return [.. _entries.Where(e => !e.Value.Complete).Take(countMax).Select(e => e.Key)];
        }
    }

    /// <summary>Fills in what was done for the customer before it came on the board. What was announced since is newer and stays.</summary>
    public void Complete(CustomerKey key, DoingView? doing, OpenCase? open)
    {
        lock (Gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Complete)
            {
                return;
            }

            entry.Complete = true;
            if (doing is null && open is null)
            {
                return;
            }

            entry.Doing = entry.Doing is null || (entry.Doing.Action == doing?.Action && entry.Doing.Status == doing.Status) ? doing : entry.Doing;
            entry.Case ??= open?.Id == entry.ClosedCase ? null : open;
            entry.Stale = true;
        }

        Changed?.Invoke();
    }

    public string? NameOf(CustomerKey key)
    {
        lock (Gate)
        {
            return _entries.GetValueOrDefault(key)?.State.Profile.Name;
        }
    }

    /// <summary>All rows as of now. Call under <see cref="Gate"/>.</summary>
    public List<BoardRow> Rows()
    {
        var current = definitions.Current;
        var renamed = current.Version != _definitionsVersion;
        _definitionsVersion = current.Version;
        var now = clock.Now;
        var rows = new List<BoardRow>(_entries.Count);
        foreach (var entry in _entries.Values)
        {
            entry.Stale |= renamed;
            if (BoardRows.Refresh(entry, current, now, _version + 1))
            {
                _version++;
            }

            rows.Add(entry.Row!);
        }

        return rows;
    }

    private void Apply(CustomerChange change)
    {
        var key = new CustomerKey(change.Tenant, change.State.Customer);
        if (change.AtRisk)
        {
            Put(key, change.State);
            return;
        }

        if (_loading)
        {
            _left[key] = change.State.Sequence;
        }

        if (_entries.TryGetValue(key, out var entry) && entry.State.Sequence <= change.State.Sequence)
        {
            _entries.Remove(key);
        }
    }

    private void Put(CustomerKey key, CustomerState state)
    {
        // Identities serve deciding only, and are a third of a state.
        var kept = state with { Recent = RecentIdentities.Empty };
        if (!_entries.TryGetValue(key, out var entry))
        {
            _entries[key] = new BoardEntry { State = kept, EnteredAt = state.EffectiveAt };
        }
        else if (entry.State.Sequence < state.Sequence)
        {
            entry.State = kept;
            entry.Stale = true;
        }
    }

    private void Apply(ActionChange change)
    {
        if (!_entries.TryGetValue(KeyOf(change.Tenant, change.Customer), out var entry)
            || (entry.Doing is { } doing && doing.Action != change.Action && doing.At > change.At))
        {
            return;
        }

        entry.Stale = true;
        entry.Doing = new DoingView
        {
            Action = change.Action,
            Kind = change.Kind,
            Policy = change.Policy,
            PolicyName = DecisionViews.PolicyName(change.Policy, definitions.Current),
            Status = change.Status,
            At = change.At,
        };

        // The change does not say why; the store knows.
        entry.Complete &= change.Status is not ("held" or "refused");
    }

    private void Apply(CaseChange change)
    {
        if (!_entries.TryGetValue(KeyOf(change.Tenant, change.Customer), out var entry))
        {
            return;
        }

        entry.Stale = true;
        if (change.Status != "completed")
        {
            entry.Case = new OpenCase(change.Case, change.Status, change.ClaimedBy);
            return;
        }

        entry.ClosedCase = change.Case;
        entry.Case = entry.Case?.Id == change.Case ? null : entry.Case;
    }

    private static CustomerKey KeyOf(string tenant, string customer) => new(tenant, new(customer));
}
