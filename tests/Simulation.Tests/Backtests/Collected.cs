using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Simulation.Tests.Backtests;

/// <summary>Everything that policies decided and admission answered.</summary>
internal sealed class Collected : ISimulationSink
{
    public List<PolicyDecision> Decisions { get; } = [];

    /// <summary>By action, in their order.</summary>
    public Dictionary<string, List<AdmissionAnswer>> Answers { get; } = new(StringComparer.Ordinal);

    public SimulatedCustomer Simulate(CustomerId customer, CompiledDefinitions definitions, ISharedLimits? limits = null) =>
        new(customer, definitions, this, new SimulationCounts(), limits);

    public void LowPointOpened(CustomerId customer, LowPoint point)
    {
    }

    public void LowPointClosed(CustomerId customer, LowPoint point)
    {
    }

    public void Decided(CustomerId customer, PolicyDecision decision) => Decisions.Add(decision);

    public void Action(DecidedAction action, AdmissionAnswer answer) => Add(action, answer);

    public void Held(DecidedAction action, AdmissionAnswer answer) => Add(action, answer);

    private void Add(DecidedAction action, AdmissionAnswer answer)
    {
        if (!Answers.TryGetValue(action.Id, out var answers))
        {
            Answers[action.Id] = answers = [];
        }

        answers.Add(answer);
    }
}
