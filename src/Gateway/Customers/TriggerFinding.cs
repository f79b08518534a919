using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>What was found of a policy's triggers in what is stored of a customer.</summary>
internal sealed record TriggerFinding
{
    /// <summary>When one of them last happened; null: none was found.</summary>
    public DateTimeOffset? NewestAt { get; init; }

    /// <summary>Everything since the customer's first input was looked at.</summary>
    public bool Whole { get; init; }

    /// <summary>
    /// Those that depend on what came before the stored history, so that not finding them says nothing; empty where the history is whole.
    /// </summary>
    public ImmutableArray<Trigger> Untold { get; init; } = [];
}
