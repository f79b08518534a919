using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Customers;

/// <summary>A named group of customers: those for whom the condition holds now.</summary>
public sealed record SegmentDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    public required Condition When { get; init; }
}
