using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>Winners of groups within the step of that sequence.</summary>
    private Dictionary<string, string>? _winners;
    private long _winnersOf = -1;

    /// <summary>The decision that a policy fires, or what became of it: held by what limits decisions, or in a control group.</summary>
    private PolicyDecision Guarded(PolicyDefinition policy, PolicyDecision decision)
    {
        if (_winnersOf != _fold.Sequence)
        {
            _winnersOf = _fold.Sequence;
            _winners?.Clear();
        }

        decision = decision with { Group = policy.Group };
        var guarded = DecisionGuards.Of(State, Definitions, policy, At, policy.Group is { } g ? _winners?.GetValueOrDefault(g) : null) is { } guard
            ? decision with
            {
                Outcome = guard.IsControlGroup ? PolicyOutcome.ControlGroup : PolicyOutcome.Held,
                Reason = guard.Reason,
                Limit = guard.Text,
                Competitor = guard.Competitor,
                NextAt = guard.NextAt,
                Actions = guard.IsControlGroup ? decision.Actions : 0,
            }
            : decision;
        if (guarded.Outcome == PolicyOutcome.Fired && policy.Group is { } group)
        {
            (_winners ??= new(StringComparer.Ordinal))[group] = policy.Id;
        }

        return guarded;
    }

    private ActionAnswered Answer(AdmitAction input)
    {
        var (action, facts) = (input.Action, input.Facts);
        var answer = Admission.Answer(State, action, facts, Definitions, input.At);
        var counts = answer.Result == AdmissionResult.Admitted && GuardedAction.Of(action, Definitions.Policy(action.Policy)).Counts;
        return new ActionAnswered
        {
            At = At,
            Answer = answer,
            Facts = facts,
            Counted = counts ? AdmittedMoments.Of(AdmittedMoments.NotBefore(State.Admitted, input.At), action.Channel!, action.Category) : null,
        };
    }
}
