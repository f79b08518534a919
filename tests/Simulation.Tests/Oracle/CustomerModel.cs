using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Simulation.Tests.Outside;
using CxOrchestrator.Simulation.Tests.Story;

namespace CxOrchestrator.Simulation.Tests.Oracle;

/// <summary>What a customer must be after each commit: arrivals taken one after the other, and the stored inputs folded by the core.</summary>
internal sealed class CustomerModel(CustomerKey key, Documents documents)
{
    private readonly Dictionary<int, long> _taken = [];
    private readonly Dictionary<TouchpointIdentity, Touchpoint> _applied = [];
    private readonly Dictionary<string, DecidedAction> _actions = new(StringComparer.Ordinal);

    public CustomerState State { get; private set; } = CustomerState.For(key.Customer);

    /// <summary>How far in time this customer is known: by its own touchpoints, and by partitions read past a time.</summary>
    public DateTimeOffset Reach { get; private set; } = DateTimeOffset.MinValue;

    public int Applied => _applied.Count;

    public IEnumerable<string> Actions => _actions.Keys;

    public long TakenIn(int partition) => _taken.GetValueOrDefault(partition, long.MinValue);

    public void ReadPast(DateTimeOffset time) => Reach = time > Reach ? time : Reach;

    /// <summary>Takes the arrivals that a commit's positions newly cover, as the simplest reader would.</summary>
    public Taken Take(ImmutableArray<LogPosition> positions, SimulatedLog log)
    {
        var taken = new Taken();
        foreach (var position in positions)
        {
            var after = TakenIn(position.Partition);
            taken.WentBack |= position.Position < after || position.Log != SimulatedLog.Name;
            foreach (var arrival in log.In(position.Partition))
            {
                if (arrival.Position > after && arrival.Position <= position.Position && arrival.Touchpoint?.Customer == key.Customer)
                {
                    Take(arrival, arrival.Touchpoint, taken);
                }
            }

            _taken[position.Partition] = position.Position;
        }

        taken.WentBack |= positions.Length < _taken.Count;
        return taken;
    }

    /// <summary>Folds a commit's stored inputs; says what was wrong with them.</summary>
    public string? Fold(CustomerCommit commit)
    {
        var decided = new List<string>();
        var answered = new List<AdmissionAnswer>();
        for (var i = 0; i < commit.History.Length; i++)
        {
            var entry = commit.History[i];
            if (entry.Sequence != State.Sequence + 1 && entry.Kind != HistoryKind.Timer)
            {
                return $"the input {entry.Sequence} follows {State.Sequence}";
            }

            if (commit.History.Skip(i).FirstOrDefault(h => h.Kind != HistoryKind.Timer) is { Kind: HistoryKind.Touchpoint } next)
            {
                ReadPast(next.At);
            }

            var decision = Customer.Decide(State, Input(entry), documents.Current);
            State = decision.Next;
            foreach (var @event in decision.Events)
            {
                switch (@event)
                {
                    case ExpectationChanged { Change: ExpectationChange.Missed } missed when missed.DueAt > Reach:
                        return $"'{missed.Expectation.Id}' was missed at {missed.DueAt:O}, and the customer is known up to {Reach:O} only";
                    case ActionDecided { Action: var action }:
                        _actions[action.Id] = action;
                        decided.Add(action.Id);
                        break;
                    case ActionAnswered { Answer: var answer }:
                        answered.Add(answer);
                        break;
                }
            }
        }

        return !decided.SequenceEqual(commit.Actions.Select(a => a.Id)) ? "other actions were decided than the inputs lead to"
            : !answered.SequenceEqual(commit.Answers) ? "other answers were given than the inputs lead to"
            : commit.History.Length > 0 && commit.History[^1].Sequence != State.Sequence ? $"the inputs lead to {State.Sequence}, and the last is {commit.History[^1].Sequence}"
            : !StateText.AreSame(State, commit.State) ? "the inputs lead to another state"
            : null;
    }

    private void Take(Arrival arrival, Touchpoint touchpoint, Taken taken)
    {
        if (arrival.IsPoison)
        {
            taken.Poison.Add(arrival);
            taken.Count(new LedgerCount { Source = arrival.Source, Rejected = 1 });
        }
        else if (_applied.TryGetValue(touchpoint.Identity, out var applied))
        {
            taken.Count(new LedgerCount { Source = arrival.Source, Duplicate = 1, Conflicting = applied == touchpoint ? 0 : 1 });
        }
        else
        {
            _applied[touchpoint.Identity] = touchpoint;
            taken.Applied.Add(arrival);
            taken.Count(new LedgerCount { Source = arrival.Source, Applied = 1 });
        }
    }

    private CustomerInput Input(HistoryEntry entry)
    {
        switch (entry.Kind)
        {
            case HistoryKind.Touchpoint:
                return new RecordTouchpoint { Touchpoint = TouchpointJson.Read(entry.Input.Span).Touchpoint!, History = HistoryAnswer.Absent };
            case HistoryKind.Timer:
                return new FireTimers { UpTo = entry.EffectiveAt };
            default:
                return AdmissionInputs.Read(entry.Input, id => _actions[id])!;
        }
    }
}
