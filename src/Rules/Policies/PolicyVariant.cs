using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Policies;

/// <summary>One of the ways a policy acts; a customer always gets the same one.</summary>
public sealed record PolicyVariant
{
    /// <summary>Most variants of a policy.</summary>
    public const int Max = 10;

    public required string Id { get; init; }

    /// <summary>1 to 1,000; its share of customers is its weight against the sum of all.</summary>
    public required int Weight { get; init; }

    public required ImmutableArray<ActionTemplate> Actions { get; init; }
}
