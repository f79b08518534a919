using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Simulation.Tests.Outside;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Simulation.Tests.Story;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Simulation.Tests.Oracle;

/// <summary>
/// Holds the product to its promises as it runs: at each commit, each stored position, each announcement, each firing; and at the end.
/// </summary>
internal sealed class Watch(World world, SimulatedLog log, SimulatedStore store, Documents documents)
{
    private readonly Dictionary<CustomerKey, CustomerModel> _models = [];
    private readonly int[] _settled = new int[log.Partitions];

    /// <summary>Before a commit is written: it is what the arrivals that it covers, and the stored inputs, lead to.</summary>
    public void Committing(CustomerCommit commit, StoredRow row)
    {
        var model = Model(commit.Key);
        var taken = model.Take(commit.Positions, log);
        var recorded = commit.History.Where(h => h.Kind == HistoryKind.Touchpoint).ToList();
        Check(!taken.WentBack, commit.Key, "a position went back");
        Check(recorded.All(h => !row.Identities.Contains(new(h.Source, h.Id))), commit.Key, "an identity is applied twice");
        Check(
            recorded.Select(h => (h.Source, h.Id)).SequenceEqual(taken.Applied.Select(a => (a.Touchpoint!.Identity.Source, a.Touchpoint.Identity.Id)))
            && recorded.Zip(taken.Applied).All(p => p.First.Input.Span.SequenceEqual(p.Second.Body.Span)),
            commit.Key,
            $"{string.Join(' ', recorded.Select(h => h.Id))} are recorded where {string.Join(' ', taken.Applied.Select(a => a.Touchpoint!.Identity.Id))} arrived");
        Check(
            commit.DeadLetters.Select(l => (l.Origin.Partition, l.Origin.Position)).SequenceEqual(taken.Poison.Select(p => (p.Partition, p.Position))),
            commit.Key,
            "other dead letters are kept than what the core fails on");
        Check(commit.Ledger.OrderBy(l => l.Source, StringComparer.Ordinal).SequenceEqual(taken.Ledger), commit.Key, "the ledger does not count what arrived");
        Check(commit.Actions.All(a => !store.Outbox.ContainsKey(a.Id)), commit.Key, "an action is decided twice");
        Check(!store.Stopped || commit.Answers.All(a => a.Result != AdmissionResult.Admitted), commit.Key, "an action is admitted while sending is stopped");
        if (model.Fold(commit) is { } wrong)
        {
            Check(false, commit.Key, wrong);
        }
    }

    /// <summary>After it is written: the narrow rows tell what the state does.</summary>
    public void Committed(CustomerCommit commit, StoredRow row)
    {
        var state = Model(commit.Key).State;
        var due = CustomerTimers.Next(state)?.DueAt;
        Check(due is null || row.Timer?.DueAt <= due, commit.Key, $"a timer is due at {due:O}, and its row says {row.Timer?.DueAt:O}");

        var (risk, stored) = (CustomerMemory.RowFor(state, documents.Current), row.Customer!.AtRisk);
        Check(
            risk is null ? stored is null : stored is not null && stored.LowPointOpenedAt == risk.LowPointOpenedAt && Math.Abs(stored.Risk - risk.Risk) < CustomerMemory.RiskStep,
            commit.Key,
            $"at risk is {risk}, and its row says {stored}");
    }

    /// <summary>A partition's stored position passes only what is committed, and so does its time.</summary>
    public void Stored(int partition, long position, DateTimeOffset through)
    {
        if (FirstOpen(partition) is { } open)
        {
            Check(open.Position > position, partition, $"position {position} is stored, and {open.Position} is not committed");
            Check(open.ReceivedAt >= through, partition, $"it is stored as read through {through:O}, and {open.Position} of {open.ReceivedAt:O} is not committed");
        }
    }

    /// <summary>No timer fires before every partition has been read past its time.</summary>
    public void Firing(string key, DateTimeOffset upTo)
    {
        Check(upTo <= world.Journey.GetUtcNow(), key, $"timers up to {upTo:O} fire before that");
        for (var partition = 0; partition < log.Partitions; partition++)
        {
            if (FirstOpen(partition) is { } open)
            {
                Check(open.ReceivedAt >= upTo, key, $"timers up to {upTo:O} fire, and {partition}/{open.Position} of {open.ReceivedAt:O} is not committed");
            }
        }

        Model(CustomerKey.Parse(key)).ReadPast(upTo);
    }

    /// <summary>What is announced was stored before.</summary>
    public void Published(CustomerState state) => Check(IsStored(state), state.Customer, $"the state {state.Sequence} is announced and was not stored");

    public void Published(ActionChange change) =>
        Check(store.Outbox.TryGetValue(change.Action, out var action) && action.Been.Contains(change.Status), change.Customer, $"{change.Action} is announced as {change.Status} and never was");

    public void PublishedActions(ImmutableArray<string> actions) =>
        Check(actions.All(store.Outbox.ContainsKey), actions[0], "actions are announced that are not in the outbox");

    /// <summary>What memory shows was stored.</summary>
    public void Seen(CustomerState? state)
    {
        if (state is not null)
        {
            Check(IsStored(state), state.Customer, $"the state {state.Sequence} is in memory and was not stored");
        }
    }

    /// <summary>What there is left to do; null: nothing.</summary>
    public string? Unsettled()
    {
        var now = world.Journey.GetUtcNow();
        return !log.IsRead ? "not all that arrived is read"
            : !store.Due(Share.Whole, now, DateTimeOffset.MaxValue, 1).IsEmpty ? "a timer that is due does not fire"
            : !store.Waiting(Share.Whole, now, 1).IsEmpty ? "an action waits for its answer"
            : null;
    }

    /// <summary>The whole of it once more, when nothing is left to do.</summary>
    public void AtRest()
    {
        var arrivals = log.All.ToList();
        var identities = arrivals.Where(a => a is { Touchpoint: not null, IsPoison: false }).Select(a => (a.Touchpoint!.Customer, a.Touchpoint.Identity)).ToHashSet();
        var applied = store.Rows.SelectMany(r => r.Value.Identities.Select(i => (r.Key.Customer, i))).ToHashSet();
        Check(identities.SetEquals(applied), "all", "what arrived is not what was applied");
        Check(store.Rows.Sum(r => r.Value.History.Count(h => h.Kind == HistoryKind.Touchpoint)) == identities.Count, "all", "something was applied twice");
        foreach (var source in arrivals.GroupBy(a => a.Source))
        {
            var line = store.Ledger(source.Key);
            Check(line.Applied + line.Duplicate + line.Rejected == source.Count(), source.Key, $"{source.Count()} arrived, and the ledger has {line}");
        }

        Check(arrivals.Where(a => a.Touchpoint is null || a.IsPoison).All(a => store.Letters.TryGetValue((a.Partition, a.Position), out var letter) && letter.Body.Span.SequenceEqual(a.Body.Span)), "all", "a dead letter is missing or has other bytes");
        Check(store.Letters.Count == arrivals.Count(a => a.Touchpoint is null || a.IsPoison), "all", "something became a dead letter that is none");
        Check(_models.Values.SelectMany(m => m.Actions).ToHashSet().SetEquals(store.Outbox.Keys), "all", "the outbox holds other actions than were decided");
        foreach (var (key, model) in _models)
        {
            Check(CustomerTimers.Next(model.State)?.DueAt is not { } due || due > world.Journey.GetUtcNow(), key, "a timer is due that did not fire");
        }
    }

    private CustomerModel Model(CustomerKey key) => _models.TryGetValue(key, out var model) ? model : _models[key] = new CustomerModel(key, documents);

    private bool IsStored(CustomerState state) =>
        store.Rows.TryGetValue(CustomerKey.For(state.Customer), out var row)
        && row.States.TryGetValue(state.Sequence, out var stored)
        && StateText.AreSame(state, stored);

    // What was committed once stays so.
    private Arrival? FirstOpen(int partition)
    {
        var arrivals = log.In(partition);
        while (_settled[partition] < arrivals.Count && IsSettled(arrivals[_settled[partition]]))
        {
            _settled[partition]++;
        }

        return _settled[partition] < arrivals.Count ? arrivals[_settled[partition]] : null;
    }

    private bool IsSettled(Arrival arrival) => arrival.Touchpoint is { } touchpoint
        ? _models.TryGetValue(CustomerKey.For(touchpoint.Customer), out var model) && model.TakenIn(arrival.Partition) >= arrival.Position
        : store.Letters.ContainsKey((arrival.Partition, arrival.Position));

    private void Check(bool holds, object whom, string what)
    {
        if (!holds)
        {
            world.Fail($"{whom}: {what}.");
        }
    }
}
