using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Rules.Simulation;

/// <summary>
/// What a simulation knows of limits that customers share, and of what else admission reads outside the customer. Customers are simulated
/// one after the other, so the order in which they take from a limit is not the order of time: who answers says whether it can tell.
/// </summary>
public interface ISharedLimits
{
    /// <summary>Takes what admitting an action needs, all of it or nothing; gives the limits that have no room.</summary>
    ImmutableArray<string> Take(DecidedAction action, ImmutableArray<LimitUse> uses, DateTimeOffset at);
}

/// <summary>Lets everything pass and counts how often a shared limit was asked, so that a summary can say what it left out.</summary>
public sealed class UnlimitedSharing : ISharedLimits
{
    /// <summary>Actions that a budget or a queue's limit concerned.</summary>
    public long NotApplied { get; private set; }

    public ImmutableArray<string> Take(DecidedAction action, ImmutableArray<LimitUse> uses, DateTimeOffset at)
    {
        NotApplied++;
        return [];
    }
}
