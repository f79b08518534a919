using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Customers;

/// <summary>Membership of defined segments; computed when read, never stored.</summary>
public static class Segments
{
    /// <summary>Ids of the segments the customer is in at that time, in the order of the documents.</summary>
    public static ImmutableArray<string> Of(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        if (definitions.Set.Segments.IsEmpty)
        {
            return [];
        }

        var facts = new Facts(state, definitions, at);
        return [.. definitions.Set.Segments.Where(s => Conditional.Holds(s.When, facts)).Select(s => s.Id)];
    }

    internal static bool Has(string segment, Facts facts) =>
        facts.Definitions.Segment(segment) is { } definition && Conditional.Holds(definition.When, facts);
}
