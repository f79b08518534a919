using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    private readonly List<Candidate> _candidates = [];

    /// <summary>A policy that something set off, and what.</summary>
    private readonly record struct Candidate(PolicyDefinition Policy, string Cause, string Because, JourneyInstance? Instance, LowPoint? Point)
    {
        /// <summary>What began a wait; null: the touchpoint at hand.</summary>
        public Touchpoint? Touchpoint { get; init; }
    }

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

        ResumeSteps(effects);
        AddWaited(plan, effects, own);
        DecidePointPolicies(effects.LowPoints, effects.HighPoints, effects);
    }

    private void AddWaited(TypePlan plan, TouchpointEffects effects, string own)
    {
        var instance = effects.Instances.Length > 0 ? effects.Instances[0].Instance : effects.Missed?.Instance;
        foreach (var left in effects.Left)
        {
            foreach (var policy in Definitions.Waits.Left[(left.Journey, left.Stage)])
            {
                _candidates.Add(new(policy, $"left:{left.Journey}/{left.Correlation}/{left.Run}/{left.Stage}/{own}", $"Stage {left.Stage} left", left, null));
            }
        }

        foreach (var completed in effects.Completed)
        {
            _candidates.Add(new(completed.Policy, own, string.Join(", then ", completed.Trigger.Steps.Select(s => s.Type)), instance, null));
        }

        foreach (var (policy, trigger) in plan.Waits.Counts)
        {
            if (trigger.Match.FieldsMatch(effects.Touchpoint)
                && new Facts(State, Definitions, At).CountAround(trigger.Match.Key, trigger.Within, effects.Touchpoint.At) == trigger.AtLeast)
            {
                _candidates.Add(new(policy, own, $"{trigger.AtLeast} of {trigger.Match.Type} within {Wording.Of(trigger.Within)}", instance, null));
            }
        }

        AddCrossings(own);
    }

    private void DecidePointPolicies(
        ImmutableArray<(PointChange Change, LowPoint Point)> lows, ImmutableArray<(PointChange Change, HighPoint Point)> highs, TouchpointEffects? effects)
    {
        foreach (var (change, point) in lows)
        {
            if (change == PointChange.Deepened)
            {
                foreach (var (policy, trigger) in Definitions.Waits.LowPointDeepened)
                {
                    if (trigger.Journey is null || trigger.Journey == point.Journey)
                    {
                        _candidates.Add(new(
                            policy, $"low:{point.Key}:deepened/{effects?.Touchpoint.Identity}", point.Causes[0].Text, InstanceOf(point.Journey, point.Correlation), point));
                    }
                }
            }
            else if (change == PointChange.Opened)
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
            else if (!point.IsOpen)
            {
                foreach (var (policy, trigger) in Definitions.Waits.HighPointClosed)
                {
                    if (trigger.Journey is null || trigger.Journey == point.Journey)
                    {
                        _candidates.Add(new(policy, $"high:{point.Key}:closed", "High point closed", InstanceOf(point.Journey, point.Correlation), null));
                    }
                }
            }
        }

        DecideCandidates(effects);
    }

    private void Decide(Candidate candidate, Facts facts, DateTimeOffset causedAt)
    {
        var policy = candidate.Policy;
        var (variant, actions) = Definitions.Actions(policy).For(State.Customer.Value);
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
            Actions = actions.Count(a => a.Template is not WaitTemplate),
            Variant = variant?.Id,
            RestsUntil = At + policy.Cooldown,
        };
        decision = Guarded(policy, decision);
        Emit(new PolicyDecided { At = At, Decision = decision });
        if (decision.Outcome != PolicyOutcome.Fired)
        {
            return;
        }

        Act(policy, decision, actions, facts, causedAt);
    }

    private JourneyInstance? InstanceOf(string? journey, string? correlation) => journey is null ? null : Find(journey, correlation);
}
