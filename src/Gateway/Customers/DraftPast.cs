using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>When a policy that is being written would last have been triggered for a customer: the stored touchpoints are simulated under it.</summary>
internal sealed class DraftPast(IReadModel store)
{
    /// <summary>Most inputs of a customer; of one with more nothing is said.</summary>
    public const int InputsMax = 5_000;

    /// <summary>Null where the beginning of the history is no longer stored, or there is too much of it.</summary>
    public async Task<DraftRun?> OfAsync(CustomerKey key, CompiledDefinitions definitions, string policy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = await CustomerHistory.WholeAsync(store, key, InputsMax, cancellationToken);
        return history.Count == 0 ? null : Run(history, key, definitions, policy, now);
    }

    /// <summary>Over what is stored, even if the beginning is missing; whether it is whole.</summary>
    public async Task<(DraftRun Run, bool Whole)> OfStoredAsync(CustomerKey key, CompiledDefinitions definitions, string policy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (history, whole) = await CustomerHistory.TailAsync(store, key, InputsMax, cancellationToken);
        return (Run(history, key, definitions, policy, now), whole);
    }

    private static DraftRun Run(IReadOnlyList<HistoryEntry> history, CustomerKey key, CompiledDefinitions definitions, string policy, DateTimeOffset now)
    {
        var considered = new List<Consideration>();
        var sink = new NewestDecision(policy);
        var customer = new SimulatedCustomer(key.Customer, definitions, sink, new SimulationCounts()) { Considered = considered, SchedulesUntil = now };
        Consideration? last = null;
        for (var i = history.Count - 1; i >= 0; i--)
        {
            if (history[i].Kind == HistoryKind.Touchpoint && TouchpointJson.ReadStored(history[i].Input.Span).Touchpoint is { } touchpoint)
            {
                customer.PassTo(touchpoint.At);
                customer.Apply(touchpoint);
                last = considered.FindLast(c => c.Policy == policy) ?? last;
                considered.Clear();
            }
        }

        customer.PassTo(now);
        return new DraftRun(sink.Newest, considered.FindLast(c => c.Policy == policy) ?? last);
    }

    private sealed class NewestDecision(string policy) : ISimulationSink
    {
        public PolicyDecision? Newest { get; private set; }

        public void Decided(CustomerId customer, PolicyDecision decision) => Newest = decision.Policy == policy ? decision : Newest;

        public void LowPointOpened(CustomerId customer, LowPoint point)
        {
        }

        public void LowPointClosed(CustomerId customer, LowPoint point)
        {
        }

        public void Action(DecidedAction action, AdmissionAnswer answer)
        {
        }
    }
}

/// <summary>The last times that a draft would have been triggered.</summary>
/// <param name="Decided">It would have acted, or been held back; null: never.</param>
/// <param name="Considered">Its conditions would not have held; null: never.</param>
internal sealed record DraftRun(PolicyDecision? Decided, Consideration? Considered)
{
    public DateTimeOffset? NewestAt => Decided is { } decided && (Considered is null || decided.At >= Considered.At) ? decided.At : Considered?.At;

    /// <summary>In one sentence.</summary>
    public string Said(CompiledDefinitions definitions)
    {
        if (Decided is { } decided && decided.At == NewestAt)
        {
            var reason = DecisionViews.ReasonText(decided, definitions);
            var outcome = decided.Outcome switch
            {
                PolicyOutcome.Fired => "acted",
                PolicyOutcome.ControlGroup => $"not acted: {reason}",
                _ => $"been held back: {reason}",
            };
            return $"Last triggered on {Times.Said(decided.At)} ({decided.Because}), and would have {outcome}.";
        }

        return Considered is { } considered
            ? $"Last triggered on {Times.Said(considered.At)} ({considered.Because}), and would not have acted: {ConditionViews.InTheWay(considered.Conditions, past: true) ?? "its conditions did not hold"}."
            : "No stored touchpoint of this customer would have triggered it.";
    }
}
