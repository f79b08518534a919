using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Catalogue;

/// <summary>Which published journeys, segments and policies name a type of touchpoints, also by a pattern that covers it.</summary>
internal static class TypeUses
{
    /// <summary>As kind and id: "journey order", "policy late".</summary>
    public static IEnumerable<string> Of(string type, DefinitionSet definitions)
    {
        foreach (var journey in definitions.Journeys.Where(j => Matches(j).Any(m => Names(m, type))))
        {
            yield return $"journey {journey.Id}";
        }

        foreach (var segment in definitions.Segments.Where(s => s.When.Touchpoints().Any(m => Names(m, type))))
        {
            yield return $"segment {segment.Id}";
        }

        foreach (var policy in definitions.Policies.Where(p => Matches(p).Any(m => Names(m, type))))
        {
            yield return $"policy {policy.Id}";
        }
    }

    // A pattern for all names none.
    private static bool Names(TouchpointMatch match, string type) => match.Type != "*" && match.MatchesType(type);

    private static IEnumerable<TouchpointMatch> Matches(JourneyDefinition journey) =>
    [
        .. journey.Stages.SelectMany(s => s.Enter),
        .. journey.Exit,
        .. journey.Expectations.SelectMany(e => e.After.Concat(e.Expect)),
        .. journey.Experiences.Select(e => e.Match),
        .. journey.Recovery,
        .. journey.Contacts,
    ];

    private static IEnumerable<TouchpointMatch> Matches(PolicyDefinition policy) =>
    [
        .. policy.Triggers.SelectMany(t => t.Touchpoints()),
        .. policy.When.Touchpoints(),
        .. policy.Actions.SelectMany(a => a.Touchpoints()),
        .. policy.Variants.SelectMany(v => v.Actions).SelectMany(a => a.Touchpoints()),
    ];
}
