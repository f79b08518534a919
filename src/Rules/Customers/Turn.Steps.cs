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
    /// <summary>Decides the actions of a list, and begins its waits: what follows a wait stands in the wait itself.</summary>
    private void Act(PolicyDefinition policy, PolicyDecision decision, ImmutableArray<PlannedAction> actions, Facts facts, DateTimeOffset causedAt)
    {
        foreach (var planned in actions)
        {
            if (planned.Template is WaitTemplate wait)
            {
                BeginWait(policy, decision, planned, wait, facts);
            }
            else
            {
                Emit(new ActionDecided { At = At, Action = ActionMaking.Make(policy, decision, planned, facts, causedAt) });
            }
        }
    }

    private void BeginWait(PolicyDefinition policy, PolicyDecision decision, PlannedAction planned, WaitTemplate wait, Facts facts)
    {
        var step = new PolicyWait
        {
            Kind = WaitKind.Step,
            Trigger = WaitPlans.StepKey(policy, planned.Ordinal),
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
        Emit(new WaitChanged { At = At, Change = WaitChange.Set, Wait = step });
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
                if (wait.Kind == WaitKind.Step && wait.Trigger == step.Key && effects.Touchpoint.At >= wait.BeganAt && IsOfInstance(effects.Touchpoint, wait))
                {
                    Emit(new WaitChanged { At = At, Change = WaitChange.Ended, Wait = wait });
                    effects.Ended = effects.Ended.Add((step, wait));
                }
            }
        }
    }

    private void GoOn(TouchpointEffects effects)
    {
        foreach (var (step, wait) in effects.Ended)
        {
            GoOn(step, wait, step.Planned.Then, effects.Touchpoint.Type);
        }
    }

    private void FireStep(PolicyWait wait)
    {
        if (!Definitions.Waits.Steps.TryGetValue(wait.Trigger, out var step))
        {
            return;
        }

        if (Passes(step, wait))
        {
            var because = step.Wait.Until.IsEmpty ? $"{Wording.Of(step.Wait.For)} later" : $"Nothing came within {Wording.Of(step.Wait.For)}";
            GoOn(step, wait, step.Planned.Otherwise, because);
        }
    }

    private bool Passes(StepPlan step, PolicyWait wait)
    {
        try
        {
            return Conditional.Holds(step.Wait.Check, FactsOf(wait));
        }
#pragma warning disable CA1031 // As with the policy's own conditions: a failure is the policy's, and the customer goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fault(step.Policy, PolicyFaultKind.Threw, exception.GetType().Name);
            return false;
        }
    }

    private void GoOn(StepPlan step, PolicyWait wait, ImmutableArray<PlannedAction> actions, string because)
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
            Variant = Definitions.Actions(step.Policy).For(State.Customer.Value).Variant?.Id,
        };
        Emit(new PolicyDecided { At = At, Decision = decision });
        Act(step.Policy, decision, actions, FactsOf(wait), At);
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
                var attributes = _fold.Profile.Attributes.Values.Where(v => v.Name != action[ActionContent.Name]).ToList();
                if (attributes.Count < AttributeSet.CountMax)
                {
                    attributes.Add(new(action[ActionContent.Name]!, ValueOf(action)));
                    Emit(new ProfileChanged { At = At, Profile = _fold.Profile with { Attributes = AttributeSet.Of(attributes) } });
                }

                break;
            case ActionKind.Segment:
                Emit(new ListChanged { At = At, Segment = action[ActionContent.Segment]!, Added = action[ActionContent.Change] == "add" });
                break;
            case ActionKind.Mute:
                // A longer mute of its own stays; one of another policy would have held this action.
                var until = DateTimeOffset.Parse(action[ActionContent.Until]!, System.Globalization.CultureInfo.InvariantCulture);
                if (until > At && !(State.Mute is { } mute && mute.Until >= until))
                {
                    Emit(new CustomerMuted { At = At, Mute = new CustomerMute { By = action.Policy, Until = until } });
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
