using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies.Engine;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Policies by what sets them off, each list in the order of deciding.</summary>
internal sealed class TriggerIndex(CompiledDefinitions definitions)
{
    public PolicyIndex<OnLowPointOpened> LowPointOpened { get; } = new(definitions.TriggeredBy<OnLowPointOpened>());

    public ImmutableArray<(PolicyDefinition Policy, OnLowPointClosed Trigger)> LowPointClosed { get; } = [.. definitions.TriggeredBy<OnLowPointClosed>()];

    public ImmutableArray<(PolicyDefinition Policy, OnHighPointOpened Trigger)> HighPointOpened { get; } = [.. definitions.TriggeredBy<OnHighPointOpened>()];

    public ILookup<(string Journey, string Stage), PolicyDefinition> StageEntered { get; } =
        definitions.TriggeredBy<OnStageEntered>().ToLookup(t => (t.Trigger.Journey, t.Trigger.Stage), t => t.Policy);

    public ILookup<string, (PolicyDefinition Policy, OnExpectationMissed Trigger)> ExpectationMissed { get; } =
        definitions.TriggeredBy<OnExpectationMissed>().ToLookup(t => t.Trigger.Journey);
}
