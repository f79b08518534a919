using System.Collections.Immutable;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Customers;

/// <summary>A few customers with histories of their own, who are merged and parted: what a store and its grains do, in memory.</summary>
internal sealed class MergeWorld(CompiledDefinitions definitions)
{
    private readonly Dictionary<CustomerId, CustomerState> _states = [];
    private readonly Dictionary<CustomerId, List<StoredInput>> _histories = [];
    private readonly Dictionary<CustomerId, (CustomerId Into, long Number)> _aliases = [];
    private readonly Dictionary<long, Both<CustomerState>> _before = [];
    private readonly List<(CustomerId Root, Touchpoint Touchpoint)> _taken = [];
    private int _clock;

    /// <summary>Every touchpoint that was applied, in order.</summary>
    public IEnumerable<Touchpoint> Applied => _taken.Select(t => t.Touchpoint);

    public IEnumerable<CustomerId> Roots => _states.Keys.Where(c => !_aliases.ContainsKey(c));

    public IEnumerable<long> Merges => _aliases.Values.Select(a => a.Number).Order();

    public CustomerState this[CustomerId root] => _states[root];

    public CustomerId RootOf(CustomerId customer) => _aliases.TryGetValue(customer, out var alias) ? RootOf(alias.Into) : customer;

    public Receipt Take(Touchpoint touchpoint)
    {
        var root = RootOf(touchpoint.Customer);
        var state = StateOf(root);
        var received = Now();
        var input = new RecordTouchpoint { Touchpoint = touchpoint };
        var decision = Customer.Decide(state, input, definitions);
        if (decision.Receipt == Receipt.NeedsHistory)
        {
            var known = Inputs(state).Any(i => i.Input is RecordTouchpoint r && r.Touchpoint.Identity == touchpoint.Identity && r.Touchpoint.Customer == touchpoint.Customer);
            decision = Customer.Decide(state, input with { History = known ? HistoryAnswer.Present : HistoryAnswer.Absent }, definitions);
        }

        Keep(root, decision, input, received);
        if (decision.Receipt == Receipt.Applied)
        {
            _taken.Add((root, touchpoint));
        }

        return decision.Receipt;
    }

    public void Fire(DateTimeOffset upTo)
    {
        foreach (var root in Roots.ToArray())
        {
            var received = Now();
            Keep(root, Customer.Decide(_states[root], new FireTimers { UpTo = upTo }, definitions), null, received);
        }
    }

    /// <summary>False where both are one customer already.</summary>
    public bool Merge(CustomerId from, CustomerId into)
    {
        (from, into) = (RootOf(from), RootOf(into));
        if (from == into)
        {
            return false;
        }

        var number = _before.Count + 1L;
        var (a, b) = (StateOf(into), StateOf(from));
        var merged = Merging.Merge(a, b, Inputs(a, b), definitions, number, Now());
        _before[number] = new(a, b);
        _aliases[from] = (into, number);
        Keep(into, Customer.Decide(a, new TakeMerged { State = merged.State, Change = MergeChange.Merged, Other = from }, definitions), null, Now());
        Exact &= merged.Exact;
        return true;
    }

    public void Undo(long number)
    {
        var (from, (target, _)) = _aliases.Single(a => a.Value.Number == number);
        var into = RootOf(target);
        var state = _states[into];
        var parted = Merging.Part(state, state.Merged.Single(m => m.Number == number), _before[number], Inputs(state), definitions);
        _aliases.Remove(from);
        Keep(into, Customer.Decide(state, new TakeMerged { State = parted.States.Into, Change = MergeChange.Unmerged, Other = from }, definitions), null, Now());
        Keep(from, Customer.Decide(_states[from], new TakeMerged { State = parted.States.From, Change = MergeChange.Unmerged, Other = into }, definitions), null, Now());
        Exact &= parted.Exact;
    }

    /// <summary>Every merge and undo so far was a fold of whole histories.</summary>
    public bool Exact { get; private set; } = true;

    private ImmutableArray<StoredInput> Inputs(params IEnumerable<CustomerState> states) =>
        MergedOrder.Of([.. states.SelectMany(s => s.Histories.Prepend(s.Customer)).Distinct().Select(c => _histories.GetValueOrDefault(c, []).ToImmutableArray())]);

    private CustomerState StateOf(CustomerId customer)
    {
        if (!_states.TryGetValue(customer, out var state))
        {
            _states[customer] = state = CustomerState.For(customer);
            _histories[customer] = [];
        }

        return state;
    }

    private void Keep(CustomerId root, Decision decision, RecordTouchpoint? input, DateTimeOffset received)
    {
        foreach (var step in decision.Steps.Where(s => s.Kind is StepKind.Timer or StepKind.Touchpoint))
        {
            _histories[root].Add(new(root, received, step.Kind == StepKind.Timer ? new FireTimers { UpTo = step.At, Most = 1 } : input!));
        }

        _states[root] = decision.Next;
    }

    private DateTimeOffset Now() => Make.Day(1000).AddSeconds(++_clock);
}
