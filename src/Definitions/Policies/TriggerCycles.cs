using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Whether what comes of an action may trigger a policy, by what is known of it before. What is not known may be anything.</summary>
internal sealed class TriggerCycles(IReadOnlyList<JourneyDefinition> journeys)
{
    private readonly Dictionary<string, JourneyDefinition> _journeys = journeys.DistinctBy(j => j.Id).ToDictionary(j => j.Id, StringComparer.Ordinal);

    /// <summary>Whether such a touchpoint can be what it is about at all; spares looking at every pair of policies.</summary>
    public static bool Concerns(Trigger trigger) => trigger.Through is not null || trigger.FiredBy.Any(ReturningTouchpoints.Matches);

    public bool May(PolicyDefinition policy, Touchpoint returned)
    {
        foreach (var trigger in policy.Triggers)
        {
            if (May(trigger, returned, out var isAbout) && (!isAbout || policy.When.MayHold(returned)))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="trigger">What triggers a policy.</param>
    /// <param name="returned">What comes of an action, as it is known.</param>
    /// <param name="isAbout">The touchpoint that conditions then read is that one.</param>
    private bool May(Trigger trigger, Touchpoint returned, out bool isAbout)
    {
        isAbout = true;
        if (May(trigger.FiredBy, returned))
        {
            return true;
        }

        if (trigger.Through is not { } moment)
        {
            return false;
        }

        isAbout = moment.Stage is not null;
        return moment.Journey is null ? _journeys.Values.Any(j => May(moment, j, returned))
            : _journeys.TryGetValue(moment.Journey, out var journey) && May(moment, journey, returned);
    }

    private static bool May(JourneyMoment moment, JourneyDefinition journey, Touchpoint returned) =>
        moment.Stage is { } stage ? MayEnter(journey, stage, returned) : MayMiss(journey, moment.Expectation, returned);

    // A stage that is entered once is no way round.
    private static bool MayEnter(JourneyDefinition journey, string stage, Touchpoint returned) =>
        journey.Stages.Any(s => s.Id == stage && (s.Revisit || journey.Reentry) && May(s.Enter, returned));

    private static bool MayMiss(JourneyDefinition journey, string? expectation, Touchpoint returned) =>
        journey.Expectations.Any(e => (expectation is null || expectation == e.Id) && May(e.After, returned));

    private static bool May(ImmutableArray<TouchpointMatch> any, Touchpoint returned) => any.Any(m => m.MayMatch(returned));
}
