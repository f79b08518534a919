using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class Turn
{
    /// <summary>Most touchpoints of each step of a sequence that are kept; the oldest goes first.</summary>
    private const int KeptOfStep = 8;

    /// <summary>How long after its own time is over a sequence under way is kept for what arrives late.</summary>
    private static readonly TimeSpan SequenceKept = PolicyWait.AnswerKept;

    /// <summary>
    /// Puts the touchpoint among those of the sequence by its own time, and walks through all of them again: whatever the order of arrival, the
    /// sequence completes when its steps are there in the order of their own times.
    /// </summary>
    private void AdvanceSequence(WaitPlan<OnSequence> plan, TouchpointEffects effects, string? correlation)
    {
        var (touchpoint, steps) = (effects.Touchpoint, plan.Trigger.Steps);
        var matched = 0;
        for (var step = 0; step < steps.Length; step++)
        {
            matched |= steps[step].Matches(touchpoint) ? 1 << step : 0;
        }

        if (matched == 0)
        {
            return;
        }

        var wait = FindWait(WaitKind.Sequence, plan.Key, correlation);
        var moments = MomentsOf(wait, steps.Length);
        var place = moments.Count;
        while (place > 0 && (moments[place - 1].At, Lowest(moments[place - 1].Matched)).CompareTo((touchpoint.At, Lowest(matched))) > 0)
        {
            place--;
        }

        moments.Insert(place, (touchpoint.At, matched));
        if (Completes(moments, steps.Length, plan.Trigger.Within) is { } last)
        {
            effects.Completed = effects.Completed.Add(plan);
            moments.RemoveRange(0, last + 1);
        }

        Trim(moments, steps.Length);
        Keep(plan, correlation, wait, moments);
    }

    private void Keep(WaitPlan<OnSequence> plan, string? correlation, PolicyWait? wait, List<(DateTimeOffset At, int Matched)> moments)
    {
        if (moments.Count == 0)
        {
            if (wait is not null)
            {
                Emit(new WaitChanged { At = At, Change = WaitChange.Ended, Wait = wait });
            }

            return;
        }

        var next = new PolicyWait
        {
            Kind = WaitKind.Sequence,
            Trigger = plan.Key,
            Correlation = correlation,
            BeganAt = moments[0].At,
            DueAt = moments[^1].At + plan.Trigger.Within + SequenceKept,
            Steps = [.. moments.Select(m => m.At)],
            Matched = [.. moments.Select(m => m.Matched)],
            Policy = plan.Policy.Id,
        };
        Emit(new WaitChanged { At = At, Change = WaitChange.Set, Wait = next });
    }

    // The place of the touchpoint that completes it; null where none does. For each step the latest beginning from which it was reached is
    // enough to know: an earlier one runs out sooner.
    private static int? Completes(List<(DateTimeOffset At, int Matched)> moments, int steps, TimeSpan within)
    {
        var reached = new DateTimeOffset?[steps];
        for (var i = 0; i < moments.Count; i++)
        {
            var (at, matched) = moments[i];

            // From the last step down: one touchpoint takes no two steps of the same run.
            for (var step = steps - 1; step >= 0; step--)
            {
                if ((matched & (1 << step)) == 0)
                {
                    continue;
                }

                var began = step == 0 ? at : reached[step - 1];
                if (began is not { } start || at > start + within)
                {
                    continue;
                }

                if (step == steps - 1)
                {
                    return i;
                }

                reached[step] = reached[step] is { } other && other > start ? other : start;
            }
        }

        return null;
    }

    private static void Trim(List<(DateTimeOffset At, int Matched)> moments, int steps)
    {
        Span<int> kept = stackalloc int[steps];
        for (var i = moments.Count - 1; i >= 0; i--)
        {
            var needed = false;
            for (var step = 0; step < steps; step++)
            {
                if ((moments[i].Matched & (1 << step)) != 0)
                {
                    needed |= kept[step] < KeptOfStep;
                    kept[step]++;
                }
            }

            if (!needed)
            {
                moments.RemoveAt(i);
            }
        }
    }

    private static List<(DateTimeOffset At, int Matched)> MomentsOf(PolicyWait? wait, int steps)
    {
        var moments = new List<(DateTimeOffset At, int Matched)>();
        if (wait is null)
        {
            return moments;
        }

        if (wait.Matched.IsDefaultOrEmpty)
        {
            // Of an earlier version: what reached a step from a beginning counts for all the steps up to it.
            for (var step = 0; step < Math.Min(wait.Steps.Length, steps - 1); step++)
            {
                for (var passed = 0; wait.Steps[step] != default && passed <= step; passed++)
                {
                    moments.Add((wait.Steps[step], 1 << passed));
                }
            }

            moments.Sort((a, b) => (a.At, a.Matched).CompareTo((b.At, b.Matched)));
            return moments;
        }

        // A document that asks for fewer steps now knows nothing of the others.
        var asked = (1 << steps) - 1;
        for (var i = 0; i < Math.Min(wait.Steps.Length, wait.Matched.Length); i++)
        {
            if ((wait.Matched[i] & asked) != 0)
            {
                moments.Add((wait.Steps[i], wait.Matched[i] & asked));
            }
        }

        return moments;
    }

    private static int Lowest(int matched) => System.Numerics.BitOperations.TrailingZeroCount(matched);
}
