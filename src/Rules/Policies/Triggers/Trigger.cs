using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>What fires a policy; a closed family. Each kind answers everything that is asked of a trigger itself.</summary>
public abstract record Trigger
{
    private protected Trigger()
    {
    }

    /// <summary>
    /// The touchpoints of which one fires it, and which conditions and texts then read; empty where something else fires it.
    /// </summary>
    public abstract ImmutableArray<TouchpointMatch> FiredBy { get; }

    /// <summary>What of a journey fires it, as far as policies are looked at that might fire each other; null: nothing.</summary>
    public abstract JourneyMoment? Through { get; }

    /// <summary>Whether each time that it fired shows in the stored history of that input alone.</summary>
    public abstract bool IsTraced { get; }

    /// <summary>All touchpoints that it names, in the order of the document.</summary>
    public abstract IEnumerable<TouchpointMatch> Touchpoints();

    /// <summary>Whether the stored history of an input shows that it fired. Where <see cref="IsTraced"/> is false, it may have fired all the same.</summary>
    public abstract bool ShowsIn(IInputTrace trace, PolicyDefinition policy);

    /// <summary>In words.</summary>
    internal abstract string Text(CompiledDefinitions definitions);

    /// <summary>What a customer's state has to count for it.</summary>
    internal abstract ImmutableArray<CounterDefinition> Counters { get; }

    /// <summary>The recorded touchpoints without which it never fires; null: it may fire without any that is known.</summary>
    internal abstract TouchpointMatch? OnlyFiredBy { get; }

    /// <summary>The policies that are asked together with its own when it fires; null: its policy is asked alone.</summary>
    internal abstract TriggerGroup? Group { get; }

    /// <summary>Enters it where the core looks for it.</summary>
    internal abstract void AddTo(TriggerIndex index, PolicyDefinition policy);
}
