using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    private readonly List<Candidate> _candidates = [];

    /// <summary>A policy that something triggered, and what.</summary>
    private readonly record struct Candidate(PolicyDefinition Policy, string Cause, string Because, JourneyInstance? Instance, LowPoint? Point)
    {
        /// <summary>What began a wait; null: the touchpoint at hand.</summary>
        public Touchpoint? Touchpoint { get; init; }
    }

    /// <summary>What every policy that a happening fires learns of it.</summary>
    private readonly record struct Occasion(string Cause, string Because, JourneyInstance? Instance, LowPoint? Point);

    private void DecidePolicies(TypePlan plan, TouchpointEffects effects)
    {
        var own = effects.Touchpoint.Identity.ToString();
        if (effects.Missed is { } missed && Definitions.Triggers.At(HappeningKind.ExpectationMissed, missed.Instance.Journey) is { } expecting)
        {
            Raise(expecting, new() { Journey = missed.Instance.Journey, Expectation = missed.Expectation.Id }, effects, new(own, missed.Expectation.Name, missed.Instance, null));
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
            if (Definitions.Triggers.At(HappeningKind.StageEntered, entered.Journey, entered.Stage) is { } entering)
            {
                var cause = $"stage:{entered.Journey}/{entered.Correlation}/{entered.Run}/{entered.Stage}/{own}";
                Raise(entering, new() { Journey = entered.Journey }, effects, new(cause, $"Stage {entered.Stage} entered", entered, null));
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
            if (Definitions.Triggers.At(HappeningKind.StageExited, left.Journey, left.Stage) is { } leaving)
            {
                var cause = $"left:{left.Journey}/{left.Correlation}/{left.Run}/{left.Stage}/{own}";
                Raise(leaving, new() { Journey = left.Journey }, effects, new(cause, $"Stage {left.Stage} left", left, null));
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
                RaiseLow(HappeningKind.LowPointDeepened, point, $"low:{point.Key}:deepened/{effects?.Touchpoint.Identity}", point.Causes[0].Text, effects);
            }
            else if (change == PointChange.Opened)
            {
                RaiseLow(HappeningKind.LowPointOpened, point, $"low:{point.Key}", point.Causes[0].Text, effects);
            }
            else if (point.Outcome is { } outcome)
            {
                RaiseLow(HappeningKind.LowPointClosed, point, $"low:{point.Key}:{outcome}", $"Low point {(outcome == LowPointOutcome.Recovered ? "recovered" : "faded")}", effects);
            }
        }

        foreach (var (change, point) in highs)
        {
            if (change == PointChange.Opened)
            {
                RaiseHigh(HappeningKind.HighPointOpened, point, $"high:{point.Key}", point.Cause.Text, effects);
            }
            else if (!point.IsOpen)
            {
                RaiseHigh(HappeningKind.HighPointClosed, point, $"high:{point.Key}:closed", "High point closed", effects);
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

    private void RaiseLow(HappeningKind kind, LowPoint point, string cause, string because, TouchpointEffects? effects)
    {
        if (Definitions.Triggers.At(kind) is { } listening)
        {
            Raise(listening, new() { Journey = point.Journey, Outcome = point.Outcome }, effects, new(cause, because, InstanceOf(point.Journey, point.Correlation), point));
        }
    }

    private void RaiseHigh(HappeningKind kind, HighPoint point, string cause, string because, TouchpointEffects? effects)
    {
        if (Definitions.Triggers.At(kind) is { } listening)
        {
            Raise(listening, new() { Journey = point.Journey }, effects, new(cause, because, InstanceOf(point.Journey, point.Correlation), null));
        }
    }

    /// <summary>Adds the policies of those triggers at an address that what happened fires.</summary>
    private void Raise(PolicyIndex<HappeningTrigger> listening, in Happening happening, TouchpointEffects? effects, in Occasion occasion)
    {
        foreach (var (policy, trigger) in Find(listening, effects, occasion.Instance, occasion.Point))
        {
            if (trigger.Takes(happening))
            {
                _candidates.Add(new(policy, occasion.Cause, occasion.Because, occasion.Instance, occasion.Point));
            }
        }
    }

    private JourneyInstance? InstanceOf(string? journey, string? correlation) => journey is null ? null : Find(journey, correlation);
}
