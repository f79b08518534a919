using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A trigger that something fires which the core notices in the course of an input: no touchpoint by itself, no time.</summary>
public abstract record HappeningTrigger : Trigger
{
    private protected HappeningTrigger()
    {
    }

    public sealed override ImmutableArray<TouchpointMatch> FiredBy => [];

    public sealed override IEnumerable<TouchpointMatch> Touchpoints() => [];

    internal sealed override ImmutableArray<CounterDefinition> Counters => [];

    internal sealed override TouchpointMatch? OnlyFiredBy => null;

    internal sealed override TriggerGroup? Group => IsLookedUp ? new($"{ListensTo.Kind} {ListensTo.Journey} {ListensTo.Stage}", []) : null;

    /// <summary>Where it listens.</summary>
    internal abstract HappeningAddress ListensTo { get; }

    /// <summary>Its policies are looked up by their distinguishing tests: worth it where many policies listen at one address.</summary>
    internal abstract bool IsLookedUp { get; }

    /// <summary>Whether what happened at its address fires it.</summary>
    internal abstract bool Takes(in Happening happening);

    internal sealed override void AddTo(TriggerIndex index, PolicyDefinition policy) => index.Listen(policy, this);
}
