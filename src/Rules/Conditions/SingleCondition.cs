using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>A condition that is no group of others.</summary>
public abstract record SingleCondition : Condition
{
    private protected SingleCondition()
    {
    }

    internal sealed override ImmutableArray<Condition> Inner => [];
}
