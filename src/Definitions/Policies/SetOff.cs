using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Whether what comes of an action may set off a policy, by what is known of it before. What is not known may be anything.</summary>
internal sealed class SetOff(IReadOnlyList<JourneyDefinition> journeys)
{
    /// <summary>Type of the touchpoint that tells of a missed expectation.</summary>
    private const string MissedType = "expectation.missed";

    private readonly Dictionary<string, JourneyDefinition> _journeys = journeys.DistinctBy(j => j.Id).ToDictionary(j => j.Id, StringComparer.Ordinal);

    /// <summary>Whether such a touchpoint can be what it is about at all; spares looking at every pair of policies.</summary>
    public static bool Concerns(Trigger trigger) => trigger switch
    {
        OnTouchpoint touchpoint => ReturningTouchpoints.Matches(touchpoint.Match) || touchpoint.Match.MatchesType(MissedType),
        OnCount count => ReturningTouchpoints.Matches(count.Match),
        OnSequence { Steps: [.., var last] } => ReturningTouchpoints.Matches(last),
        OnAbsence absence => absence.After.Any(ReturningTouchpoints.Matches),
        OnStageEntered or OnStageStayed or OnExpectationMissed => true,
        _ => false,
    };

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

    /// <param name="trigger">What sets a policy off.</param>
    /// <param name="returned">What comes of an action, as it is known.</param>
    /// <param name="isAbout">The touchpoint that conditions then read is that one.</param>
    private bool May(Trigger trigger, Touchpoint returned, out bool isAbout)
    {
        isAbout = true;
        switch (trigger)
        {
            case OnTouchpoint touchpoint when touchpoint.Match.MayMatch(returned):
            case OnCount count when count.Match.MayMatch(returned):
            case OnSequence sequence when sequence.Steps[^1].MayMatch(returned):
            case OnAbsence absence when May(absence.After, returned):
                return true;
            case OnStageEntered entered:
                return MayEnter(entered.Journey, entered.Stage, returned);
            case OnStageStayed stayed:
                return MayEnter(stayed.Journey, stayed.Stage, returned);
            case OnExpectationMissed missed:
                isAbout = false;
                return _journeys.TryGetValue(missed.Journey, out var journey)
                    && journey.Expectations.Any(e => (missed.Expectation is null || missed.Expectation == e.Id) && May(e.After, returned));
            case OnTouchpoint { Match: var match } when match.MatchesType(MissedType):
                isAbout = false;
                return _journeys.Values.Any(j => j.Expectations.Any(e => May(e.After, returned)));
            default:
                return false;
        }
    }

    // A stage that is entered once is no way round.
    private bool MayEnter(string journey, string stage, Touchpoint returned) =>
        _journeys.TryGetValue(journey, out var found)
        && found.Stages.Any(s => s.Id == stage && (s.Revisit || found.Reentry) && May(s.Enter, returned));

    private static bool May(ImmutableArray<TouchpointMatch> any, Touchpoint returned) => any.Any(m => m.MayMatch(returned));
}
