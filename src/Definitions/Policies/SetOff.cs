using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Whether a completed case may set off a policy, by what is known of the case before there is one. What is not known may be anything.</summary>
internal sealed class SetOff(IReadOnlyList<JourneyDefinition> journeys)
{
    /// <summary>Type of the touchpoint that tells of a missed expectation.</summary>
    private const string MissedType = "expectation.missed";

    private readonly Dictionary<string, JourneyDefinition> _journeys = journeys.DistinctBy(j => j.Id).ToDictionary(j => j.Id, StringComparer.Ordinal);

    /// <summary>Whether a completed case can be what it is about at all; spares looking at every pair of policies.</summary>
    public static bool Concerns(Trigger trigger) => trigger switch
    {
        OnTouchpoint touchpoint => touchpoint.Match.MatchesType(CompletedCases.Type) || touchpoint.Match.MatchesType(MissedType),
        OnCount count => count.Match.MatchesType(CompletedCases.Type),
        OnSequence { Steps: [.., var last] } => last.MatchesType(CompletedCases.Type),
        OnAbsence absence => absence.After.Any(a => a.MatchesType(CompletedCases.Type)),
        OnStageEntered or OnStageStayed or OnExpectationMissed => true,
        _ => false,
    };

    public bool May(PolicyDefinition policy, Touchpoint completed)
    {
        foreach (var trigger in policy.Triggers)
        {
            if (May(trigger, completed, out var isAbout) && (!isAbout || MayHold(policy.When, completed)))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="trigger">What sets a policy off.</param>
    /// <param name="completed">A case as it is known.</param>
    /// <param name="isAbout">The touchpoint that conditions then read is that of the case.</param>
    private bool May(Trigger trigger, Touchpoint completed, out bool isAbout)
    {
        isAbout = true;
        switch (trigger)
        {
            case OnTouchpoint touchpoint when May(touchpoint.Match, completed):
            case OnCount count when May(count.Match, completed):
            case OnSequence sequence when May(sequence.Steps[^1], completed):
            case OnAbsence absence when May(absence.After, completed):
                return true;
            case OnStageEntered entered:
                return MayEnter(entered.Journey, entered.Stage, completed);
            case OnStageStayed stayed:
                return MayEnter(stayed.Journey, stayed.Stage, completed);
            case OnExpectationMissed missed:
                isAbout = false;
                return _journeys.TryGetValue(missed.Journey, out var journey)
                    && journey.Expectations.Any(e => (missed.Expectation is null || missed.Expectation == e.Id) && May(e.After, completed));
            case OnTouchpoint { Match: var match } when match.MatchesType(MissedType):
                isAbout = false;
                return _journeys.Values.Any(j => j.Expectations.Any(e => May(e.After, completed)));
            default:
                return false;
        }
    }

    // A stage that is entered once is no way round.
    private bool MayEnter(string journey, string stage, Touchpoint completed) =>
        _journeys.TryGetValue(journey, out var found)
        && found.Stages.Any(s => s.Id == stage && (s.Revisit || found.Reentry) && May(s.Enter, completed));

    private static bool May(ImmutableArray<TouchpointMatch> any, Touchpoint completed) => any.Any(m => May(m, completed));

    private static bool May(TouchpointMatch match, Touchpoint completed) =>
        match.MatchesType(completed.Type) && match.Where.All(w => MayHold(w, completed));

    private static bool MayHold(Condition condition, Touchpoint completed) => condition switch
    {
        FieldIs { Field: { Root: FieldRoot.Touchpoint, Name: var name } } field when CompletedCases.IsKnown(name) =>
            Comparing.Holds(TouchpointFields.Read(completed, name), field),
        AllOf all => all.Items.All(i => MayHold(i, completed)),
        AnyOf any => any.Items.Any(i => MayHold(i, completed)),
        _ => true,
    };
}
