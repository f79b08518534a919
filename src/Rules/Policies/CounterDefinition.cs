using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Something that a document counts or adds up, and how many moments of it a customer's state has to keep.</summary>
/// <param name="Name">The same in every version of what is counted.</param>
/// <param name="Match">Which touchpoints.</param>
/// <param name="Keep">How many of the latest are kept.</param>
/// <param name="Within">The longest time a document looks back.</param>
/// <param name="Field">The touchpoint's field whose value is kept with each moment; null where they are only counted.</param>
internal sealed record CounterDefinition(string Name, TouchpointMatch Match, int Keep, TimeSpan Within, string? Field)
{
    public static ImmutableArray<CounterDefinition> Of(DefinitionSet set) =>
    [
        .. set.Policies.Select(p => p.When).Concat(set.Segments.Select(s => s.When))
            .Concat(set.Policies.SelectMany(p => new ActionPlan(p).All).Select(a => a.Template).OfType<WaitTemplate>().Select(w => w.Check))
            .SelectMany(c => c.All()).SelectMany(c => c.LookBacks).Select(l => l.Counter)
            .Concat(set.Policies.SelectMany(p => p.Triggers).SelectMany(t => t.Counters))
            .GroupBy(c => c.Name, StringComparer.Ordinal)
            .Select(g => g.First() with { Keep = g.Max(c => c.Keep), Within = g.Max(c => c.Within) })
            .OrderBy(c => c.Name, StringComparer.Ordinal),
    ];
}
