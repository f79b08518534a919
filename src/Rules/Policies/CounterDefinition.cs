using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Something that a document counts, and how many moments of it a customer's state has to keep.</summary>
internal sealed record CounterDefinition(string Name, TouchpointMatch Match, int Keep, TimeSpan Within)
{
    public static ImmutableArray<CounterDefinition> Of(DefinitionSet set) =>
    [
        .. set.Policies.Select(p => p.When).Concat(set.Segments.Select(s => s.When))
            .SelectMany(Counts)
            .GroupBy(c => c.Counter, StringComparer.Ordinal)
            .Select(g => new CounterDefinition(g.Key, g.First().Match, g.Max(c => c.AtLeast), g.Max(c => c.Within)))
            .OrderBy(c => c.Name, StringComparer.Ordinal),
    ];

    private static IEnumerable<CountIs> Counts(Condition condition) => condition switch
    {
        AllOf all => all.Items.SelectMany(Counts),
        AnyOf any => any.Items.SelectMany(Counts),
        NoneOf none => none.Items.SelectMany(Counts),
        CountIs count => [count],
        _ => [],
    };
}
