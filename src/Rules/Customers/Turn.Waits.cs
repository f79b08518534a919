using System.Collections.Immutable;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>What a touchpoint ends, begins and carries on of what policies wait for.</summary>
    private void Wait(TypePlan plan, TouchpointEffects effects)
    {
        if (!plan.Waits.Any)
        {
            return;
        }

        ForgetOld();
        var touchpoint = effects.Touchpoint;
        foreach (var answer in plan.Waits.Answers)
        {
            if (Any(answer.Trigger.Of, touchpoint) && Shares(answer.Trigger.SameBy, touchpoint, out var correlation))
            {
                EndAbsence(answer, touchpoint, correlation);
            }
        }

        foreach (var absence in plan.Waits.Absences)
        {
            if (Any(absence.Trigger.After, touchpoint) && Shares(absence.Trigger.SameBy, touchpoint, out var correlation))
            {
                BeginAbsence(absence, effects, correlation);
            }
        }

        // Remembered after what begins: a touchpoint does not answer what it begins itself.
        foreach (var answer in plan.Waits.Answers)
        {
            if (Any(answer.Trigger.Of, touchpoint) && Shares(answer.Trigger.SameBy, touchpoint, out var correlation))
            {
                Remember(answer.AnswerKey, touchpoint, correlation);
            }
        }

        foreach (var sequence in plan.Waits.Sequences)
        {
            if (Shares(sequence.Trigger.SameBy, touchpoint, out var correlation))
            {
                AdvanceSequence(sequence, effects, correlation);
            }
        }

        EndSteps(plan, effects);
    }

    private static PolicyWait About(TouchpointEffects effects, ImmutableArray<string> kept, WaitKind kind, string key, string? correlation, DateTimeOffset due)
    {
        var instance = effects.Instances.Length > 0 ? effects.Instances[0].Instance : effects.Missed?.Instance;
        return new PolicyWait
        {
            Kind = kind,
            Trigger = key,
            Correlation = correlation,
            DueAt = due,
            BeganAt = effects.Touchpoint.At,
            Cause = ShortNames.Of(effects.Touchpoint.Identity.ToString()),
            Type = effects.Touchpoint.Type,
            Kept = NamedFields.Keep(effects.Touchpoint, kept),
            Journey = instance?.Journey,
            Instance = instance?.Correlation,
            Run = instance?.Run ?? 0,
        };
    }

    private void ForgetOld()
    {
        foreach (var wait in _fold.Waits)
        {
            if (!wait.Fires && wait.DueAt < At)
            {
                Emit(new WaitChanged { At = At, Change = WaitChange.Ended, Wait = wait });
            }
        }
    }

    private PolicyWait? FindWait(WaitKind kind, string key, string? correlation)
    {
        foreach (var wait in _fold.Waits)
        {
            if (wait.Kind == kind && wait.IsFor(key, correlation))
            {
                return wait;
            }
        }

        return null;
    }

    // Without the attribute a touchpoint belongs to none of those that share its value.
    private static bool Shares(string? by, Touchpoint touchpoint, out string? correlation)
    {
        correlation = null;
        if (by is null)
        {
            return true;
        }

        var value = touchpoint.Attributes[by];
        correlation = value.Kind == ScalarKind.None ? null : ShortNames.Of(value.ToString());
        return correlation is not null;
    }
}
