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
            foreach (var (policy, trigger) in Find(Definitions.Triggers.ExpectationMissed.GetValueOrDefault(missed.Instance.Journey), effects, missed.Instance))
            {
                if (trigger.Expectation is null || trigger.Expectation == missed.Expectation.Id)
                {
                    _candidates.Add(new(policy, own, missed.Expectation.Name, missed.Instance, null));
                }
            }
        }

        var about = effects.Instances.Length > 0 ? effects.Instances[0].Instance : effects.Missed?.Instance;
        foreach (var (policy, match) in Find(plan.Policies, effects, about))
        {
            if (match.FieldsMatch(effects.Touchpoint))
            {
                _candidates.Add(new(policy, own, effects.Touchpoint.Type, about, null));
            }
        }

        foreach (var entered in effects.Entered)
        {
            foreach (var (policy, _) in Find(Definitions.Triggers.StageEntered.GetValueOrDefault((entered.Journey, entered.Stage)), effects, entered))
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
                foreach (var (policy, trigger) in Find(Definitions.Triggers.LowPointOpened, effects, InstanceOf(point.Journey, point.Correlation), point))
                {
                    if (trigger.Journey is null || trigger.Journey == point.Journey)
                    {
                        _candidates.Add(new(policy, $"low:{point.Key}", point.Causes[0].Text, InstanceOf(point.Journey, point.Correlation), point));
                    }
                }
            }
            else if (point.Outcome is { } outcome)
            {
                foreach (var (policy, trigger) in Find(Definitions.Triggers.LowPointClosed, effects, InstanceOf(point.Journey, point.Correlation), point))
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
                foreach (var (policy, trigger) in Find(Definitions.Triggers.HighPointOpened, effects, InstanceOf(point.Journey, point.Correlation)))
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
        // Priority, then id; a policy that several triggers set off is decided by the first of them whose conditions hold.
        var ordered = Ordered();
        string? decided = null;
        foreach (var candidate in ordered)
        {
            if (candidate.Policy.Id != decided && FactsOf(effects, candidate.Instance, candidate.Point) is var facts && Holds(candidate.Policy, facts))
            {
                decided = candidate.Policy.Id;
                Decide(candidate, facts, effects?.Touchpoint.At ?? At);
            }
        }

        ordered.Clear();
        _facts.Clear();
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
        if (Cooldowns.RestsUntil(State, policy, At) is { } until)
        {
            Emit(new PolicyDecided
            {
                At = At,
                Decision = decision with { Outcome = PolicyOutcome.Held, Reason = HoldReason.Cooldown, NextAt = until, Actions = 0 },
            });
            return;
        }

        Emit(new PolicyDecided { At = At, Decision = decision });
        for (var ordinal = 0; ordinal < policy.Actions.Length; ordinal++)
        {
            Emit(new ActionDecided { At = At, Action = ActionMaking.Make(policy, decision, ordinal, facts, causedAt) });
        }
    }

    private JourneyInstance? InstanceOf(string? journey, string? correlation) => journey is null ? null : Find(journey, correlation);
}
