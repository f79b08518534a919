using System.Collections.Frozen;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Policies by what sets them off, each list in the order of deciding.</summary>
internal sealed class TriggerIndex(CompiledDefinitions definitions)
{
    public PolicyIndex<OnLowPointOpened> LowPointOpened { get; } = definitions.IndexOf(definitions.TriggeredBy<OnLowPointOpened>());

    public PolicyIndex<OnLowPointClosed> LowPointClosed { get; } = definitions.IndexOf(definitions.TriggeredBy<OnLowPointClosed>());

    public PolicyIndex<OnHighPointOpened> HighPointOpened { get; } = definitions.IndexOf(definitions.TriggeredBy<OnHighPointOpened>());

    public FrozenDictionary<(string Journey, string Stage), PolicyIndex<OnStageEntered>> StageEntered { get; } =
        definitions.TriggeredBy<OnStageEntered>().GroupBy(t => (t.Trigger.Journey, t.Trigger.Stage)).ToFrozenDictionary(g => g.Key, g => definitions.IndexOf(g));

    public FrozenDictionary<string, PolicyIndex<OnExpectationMissed>> ExpectationMissed { get; } =
        definitions.TriggeredBy<OnExpectationMissed>().GroupBy(t => t.Trigger.Journey).ToFrozenDictionary(g => g.Key, g => definitions.IndexOf(g), StringComparer.Ordinal);
}
