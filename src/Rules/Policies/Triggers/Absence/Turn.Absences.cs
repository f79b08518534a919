using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    private void EndAbsence(WaitPlan<OnAbsence> plan, Touchpoint touchpoint, string? correlation)
    {
        if (FindWait(WaitKind.Absence, plan.Key, correlation) is { } wait && touchpoint.At >= wait.BeganAt && touchpoint.At <= wait.DueAt)
        {
            Emit(new WaitChanged { At = At, Change = WaitChange.Ended, Wait = wait });
        }
    }

    private void BeginAbsence(WaitPlan<OnAbsence> plan, TouchpointEffects effects, string? correlation)
    {
        var touchpoint = effects.Touchpoint;
        var due = touchpoint.At + plan.Trigger.Within;
        if (FindWait(WaitKind.Absence, plan.Key, correlation) is { } waiting && (!plan.Trigger.Restart || touchpoint.At <= waiting.BeganAt))
        {
            return;
        }

        // It arrives after its own answer did.
        if (FindWait(WaitKind.Answered, plan.AnswerKey, correlation) is { } answer && answer.BeganAt >= touchpoint.At && answer.BeganAt <= due)
        {
            return;
        }

        Begin(plan.Policy, About(effects, plan.Kept, WaitKind.Absence, plan.Key, correlation, due), touchpoint.Type, touchpoint, plan.Kept);
    }

    private void Remember(string key, Touchpoint touchpoint, string? correlation)
    {
        if (FindWait(WaitKind.Answered, key, correlation) is not { } had || had.BeganAt < touchpoint.At)
        {
            var answer = new PolicyWait
            {
                Kind = WaitKind.Answered,
                Trigger = key,
                Correlation = correlation,
                BeganAt = touchpoint.At,
                DueAt = touchpoint.At + PolicyWait.AnswerKept,
            };
            Emit(new WaitChanged { At = At, Change = WaitChange.Set, Wait = answer });
        }
    }
}
