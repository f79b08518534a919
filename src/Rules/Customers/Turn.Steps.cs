using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>Decides the actions of a list, and begins its waits: what follows a wait is part of the wait itself.</summary>
    private void Act(
        PolicyDefinition policy, PolicyDecision decision, ImmutableArray<PlannedAction> actions, Facts facts, DateTimeOffset causedAt, PolicyWait? before = null)
    {
        var sends = new List<DecidedAction>();
        foreach (var planned in actions)
        {
            if (planned.Template is WaitTemplate wait)
            {
                BeginWait(policy, decision, planned, wait, facts, step => Following(step, sends, before));
            }
            else
            {
                var action = ActionFactory.Make(policy, decision, planned, facts, causedAt);
                Emit(new ActionDecided { At = At, Action = action });
                if (IsSend(action))
                {
                    sends.Add(action);
                }
            }
        }
    }

    private void BeginWait(PolicyDefinition policy, PolicyDecision decision, PlannedAction planned, WaitTemplate wait, Facts facts, Func<PolicyWait, PolicyWait> following)
    {
        var step = new PolicyWait
        {
            Kind = WaitKind.Step,
            Trigger = WaitPlans.StepKey(policy, planned),
            Step = planned.Step,
            Correlation = decision.Cause,
            DueAt = At + wait.For,
            BeganAt = At,
            Cause = ShortNames.Of(facts.Touchpoint?.Identity.ToString() ?? ""),
            Type = facts.Touchpoint?.Type,
            Kept = facts.Touchpoint is { } touchpoint ? NamedFields.Keep(touchpoint, Definitions.Waits.Kept[policy.Id]) : AttributeSet.Empty,
            Journey = decision.Journey,
            Instance = decision.Correlation,
            Run = facts.Instance?.Run ?? 0,
        };
        Begin(policy, following(step), decision.Because, facts.Touchpoint, Definitions.Waits.Kept[policy.Id]);
    }

    /// <summary>Waits between actions that the touchpoint ends.</summary>
    private void EndSteps(TypePlan plan, TouchpointEffects effects)
    {
        foreach (var step in plan.Waits.Steps)
        {
            if (!Any(step.Wait.Until, effects.Touchpoint))
            {
                continue;
            }

            foreach (var wait in _fold.Waits)
            {
                if (wait.Kind != WaitKind.Step || wait.HeldSince is not null || !ReferenceEquals(Definitions.Waits.Steps.GetValueOrDefault(wait.Trigger)?.Planned, step.Planned)
                    || effects.Touchpoint.At < wait.BeganAt || !IsOfInstance(effects.Touchpoint, wait) || IsOfOtherMessage(effects.Touchpoint, wait))
                {
                    continue;
                }

                if (!step.Policy.Enabled)
                {
                    Hold(step.Policy, wait with { EndedBy = ShortNames.Of(effects.Touchpoint.Type) });
                }
                else
                {
                    Emit(new WaitChanged { At = At, Change = WaitChange.Ended, Wait = wait });
                    effects.Ended = effects.Ended.Add((step, wait));
                }
            }
        }
    }

    private void ResumeSteps(TouchpointEffects effects)
    {
        foreach (var (step, wait) in effects.Ended)
        {
            ResumeStep(step, wait with { SendsUntil = null }, step.Planned.Then, effects.Touchpoint.Type);
        }
    }

    private void FireStep(StepPlan step, PolicyWait wait)
    {
        if (FireUnsent(step, wait))
        {
            return;
        }

        var passes = wait.EndedBy is not null || Passes(step, wait);
        var actions = wait.EndedBy is null ? step.Planned.Otherwise : step.Planned.Then;
        Emit(new WaitChanged
        {
            At = At,
            Change = WaitChange.Fired,
            Wait = wait,
            Note = !passes ? "Its check did not hold: nothing more is done" : actions.IsEmpty ? "Nothing follows" : null,
        });
        if (passes)
        {
            var because = wait.EndedBy ?? (step.Wait.Until.IsEmpty ? $"{Wording.Of(step.Wait.For)} later" : $"Nothing came within {Wording.Of(step.Wait.For)}");
            ResumeStep(step, wait, actions, because);
        }
    }

    private bool Passes(StepPlan step, PolicyWait wait)
    {
        try
        {
            return Conditional.Holds(step.Wait.Check, FactsOf(wait));
        }
#pragma warning disable CA1031 // As with the policy's own conditions: a failure is the policy's, and the customer continues.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fault(step.Policy, PolicyFaultKind.Threw, exception.GetType().Name);
            return false;
        }
    }

    private void ResumeStep(StepPlan step, PolicyWait wait, ImmutableArray<PlannedAction> actions, string because)
    {
        if (actions.IsEmpty)
        {
            return;
        }

        var decision = new PolicyDecision
        {
            Policy = step.Policy.Id,
            PolicyVersion = step.Policy.Version,
            Outcome = PolicyOutcome.Fired,
            At = At,
            Cause = wait.Correlation!,
            Because = because,
            Journey = wait.Journey,
            Correlation = wait.Instance,
            Actions = actions.Count(a => a.Template is not WaitTemplate),
            Variant = step.Planned.Variant,
            RestsUntil = At + step.Policy.Cooldown,
        };
        Emit(new PolicyDecided { At = At, Decision = decision });
        Act(step.Policy, decision, actions, FactsOf(wait), At, wait);
    }

    private Facts FactsOf(PolicyWait wait) => new(State, Definitions, At)
    {
        Touchpoint = wait.Type is null ? null : NamedFields.Rebuild(wait, State.Customer),
        Instance = wait.Journey is null ? null : Find(wait.Journey, wait.Instance),
    };

    // What does not say of which instance it is belongs to any.
    private bool IsOfInstance(Touchpoint touchpoint, PolicyWait wait) =>
        wait.Instance is null || wait.Journey is null
        || Definitions.Journey(wait.Journey)?.InstanceBy is not { } by
        || touchpoint.Attributes[by] is not { Kind: not ScalarKind.None } value
        || string.Equals(ShortNames.Of(value.ToString()), wait.Instance, StringComparison.Ordinal);

    /// <summary>What an admitted action does to the customer itself. It sets nothing off.</summary>
    private void TakeEffect(DecidedAction action)
    {
        switch (action.Kind)
        {
            case ActionKind.SetAttribute:
                if (Profiles.Set(_fold.Profile, action[ActionContent.Name]!, ValueOf(action), At, out var dropped) is { } profile)
                {
                    Emit(new ProfileChanged { At = At, Profile = profile });
                }

                if (dropped)
                {
                    Emit(new ValueUnread { At = At, Field = action[ActionContent.Name]!, Why = TooManyAttributes });
                }

                break;
            case ActionKind.Segment:
                Emit(new ListChanged { At = At, Segment = action[ActionContent.Segment]!, Added = action[ActionContent.Change] == "add" });
                break;
            case ActionKind.Suppress:
                // A longer suppression of its own stays; one of another policy would have held this action.
                var until = DateTimeOffset.Parse(action[ActionContent.Until]!, System.Globalization.CultureInfo.InvariantCulture);
                if (until > At && !(State.PolicySuppression is { } suppression && suppression.Until >= until))
                {
                    Emit(new CustomerSuppressed { At = At, Suppression = new PolicySuppression { By = action.Policy, Until = until } });
                }

                break;
            default:
                break;
        }
    }

    private static Scalar ValueOf(DecidedAction action)
    {
        var value = action[ActionContent.Value]!;
        return action[ActionContent.ValueKind] switch
        {
            "number" => Scalar.Of(double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)),
            "flag" => Scalar.Of(value == "true"),
            _ => Scalar.Of(value),
        };
    }
}
