using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    private readonly List<Candidate> _candidates = [];

    /// <summary>A policy that something set off, and what.</summary>
    private readonly record struct Candidate(PolicyDefinition Policy, string Cause, string Because, JourneyInstance? Instance, LowPoint? Point);

    private void DecidePolicies(TypePlan plan, TouchpointEffects effects)
    {
        var own = effects.Touchpoint.Identity.ToString();
        if (effects.Missed is { } missed)
        {
            foreach (var (policy, trigger) in Definitions.Triggers.ExpectationMissed[missed.Instance.Journey])
            {
                if (trigger.Expectation is null || trigger.Expectation == missed.Expectation.Id)
                {
                    _candidates.Add(new(policy, own, missed.Expectation.Name, missed.Instance, null));
                }
            }
        }

        foreach (var (policy, match) in plan.Policies)
        {
            if (match.FieldsMatch(effects.Touchpoint))
            {
                _candidates.Add(new(policy, own, effects.Touchpoint.Type, effects.Instances.Length > 0 ? effects.Instances[0].Instance : effects.Missed?.Instance, null));
            }
        }

        foreach (var entered in effects.Entered)
        {
            foreach (var policy in Definitions.Triggers.StageEntered[(entered.Journey, entered.Stage)])
            {
                _candidates.Add(new(policy, $"stage:{entered.Journey}/{entered.Correlation}/{entered.Run}/{entered.Stage}/{own}", $"Stage {entered.Stage} entered", entered, null));
            }
        }

        DecidePointPolicies(effects.LowPoints, effects.HighPoints, effects);
    }

    private void DecidePointPolicies(
        ImmutableArray<(PointChange Change, LowPoint Point)> lows, ImmutableArray<(PointChange Change, HighPoint Point)> highs, TouchpointEffects? effects)
    {
        foreach (var (change, point) in lows)
        {
            if (change == PointChange.Opened)
            {
                foreach (var (policy, trigger) in Definitions.Triggers.LowPointOpened)
                {
                    if (trigger.Journey is null || trigger.Journey == point.Journey)
                    {
                        _candidates.Add(new(policy, $"low:{point.Key}", point.Causes[0].Text, InstanceOf(point.Journey, point.Correlation), point));
                    }
                }
            }
            else if (point.Outcome is { } outcome)
            {
                foreach (var (policy, trigger) in Definitions.Triggers.LowPointClosed)
                {
                    if ((trigger.Journey is null || trigger.Journey == point.Journey) && (trigger.Outcome is null || trigger.Outcome == outcome))
                    {
                        _candidates.Add(new(policy, $"low:{point.Key}:{outcome}", $"Low point {(outcome == LowPointOutcome.Recovered ? "recovered" : "faded")}", InstanceOf(point.Journey, point.Correlation), point));
                    }
                }
            }
        }

        foreach (var (change, point) in highs)
        {
            if (change == PointChange.Opened)
            {
                foreach (var (policy, trigger) in Definitions.Triggers.HighPointOpened)
                {
                    if (trigger.Journey is null || trigger.Journey == point.Journey)
                    {
                        _candidates.Add(new(policy, $"high:{point.Key}", point.Cause.Text, InstanceOf(point.Journey, point.Correlation), null));
                    }
                }
            }
        }

        DecideCandidates(effects);
    }

    private void DecideCandidates(TouchpointEffects? effects)
    {
        if (_candidates.Count == 0)
        {
            return;
        }

        // Priority, then id; a policy that several triggers set off is decided by the first of them whose conditions hold.
        var ordered = _candidates.OrderByDescending(c => c.Policy.Priority).ThenBy(c => c.Policy.Id, StringComparer.Ordinal).ToList();
        _candidates.Clear();
        string? decided = null;
        foreach (var candidate in ordered)
        {
            if (candidate.Policy.Id == decided)
            {
                continue;
            }

            var facts = new Facts(State, Definitions, At)
            {
                Touchpoint = effects?.Touchpoint,
                Experience = effects?.Experience,
                Instance = candidate.Instance,
                LowPoint = candidate.Point ?? State.WorstLowPoint,
            };
            if (Conditional.Holds(candidate.Policy.When, facts))
            {
                decided = candidate.Policy.Id;
                Decide(candidate, facts, effects?.Touchpoint.At ?? At);
            }
        }
    }

    private void Decide(Candidate candidate, Facts facts, DateTimeOffset causedAt)
    {
        var policy = candidate.Policy;
        var decision = new PolicyDecision
        {
            Policy = policy.Id,
            PolicyVersion = policy.Version,
            Outcome = PolicyOutcome.Fired,
            At = At,
            Cause = ShortNames.Of(candidate.Cause),
            Because = candidate.Because,
            Journey = candidate.Instance?.Journey ?? candidate.Point?.Journey,
            Correlation = candidate.Instance?.Correlation ?? candidate.Point?.Correlation,
            Actions = policy.Actions.Length,
        };
        decision = Guarded(policy, decision);
        Emit(new PolicyDecided { At = At, Decision = decision });
        if (decision.Outcome != PolicyOutcome.Fired)
        {
            return;
        }

        for (var ordinal = 0; ordinal < policy.Actions.Length; ordinal++)
        {
            Emit(new ActionDecided { At = At, Action = ActionMaking.Make(policy, decision, ordinal, facts, causedAt) });
        }
    }

    private JourneyInstance? InstanceOf(string? journey, string? correlation) => journey is null ? null : Find(journey, correlation);
}
