using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

internal sealed partial class StateFold
{
    // The later of two alike, so that any order of arrival gives the same peak.
    private static bool Larger(Moment a, Moment b)
    {
        var difference = Math.Abs(a.Experience) - Math.Abs(b.Experience);
        return difference > 0 || (difference == 0 && a.At >= b.At);
    }

    private static ImmutableArray<T> Bounded<T>(ImmutableArray<T> items, T last, int max) =>
        items.Length < max ? items.Add(last) : [.. items.AsSpan()[(items.Length - max + 1)..], last];

    private static ImmutableArray<Counter> Count(ImmutableArray<Counter> counters, Counted e)
    {
        var index = -1;
        for (var i = 0; i < counters.Length; i++)
        {
            if (string.Equals(counters[i].Name, e.Counter, StringComparison.Ordinal))
            {
                index = i;
            }
        }

        var moments = index < 0 ? [] : counters[index].At;
        var place = moments.Length;
        while (place > 0 && moments[place - 1] > e.OwnAt)
        {
            place--;
        }

        // Sorted, so that a late one does not push a newer one out.
        var values = index < 0 || e.Value.Kind == ScalarKind.None ? [] : counters[index].Values;
        moments = moments.Insert(place, e.OwnAt);
        values = e.Value.Kind == ScalarKind.None ? [] : values.Length == moments.Length - 1 ? values.Insert(place, e.Value) : [e.Value];
        if (moments.Length > e.Keep)
        {
            values = values.IsEmpty ? values : values.RemoveRange(0, moments.Length - e.Keep);
            moments = moments.RemoveRange(0, moments.Length - e.Keep);
        }

        var counter = new Counter { Name = e.Counter, At = moments, Values = values };
        return index < 0 ? counters.Add(counter) : counters.SetItem(index, counter);
    }

    private static ImmutableArray<JourneyInstance> Put(ImmutableArray<JourneyInstance> instances, JourneyInstance instance)
    {
        for (var i = 0; i < instances.Length; i++)
        {
            var other = instances[i];
            if (other.Run == instance.Run
                && string.Equals(other.Journey, instance.Journey, StringComparison.Ordinal)
                && string.Equals(other.Correlation, instance.Correlation, StringComparison.Ordinal))
            {
                return instances.SetItem(i, instance);
            }
        }

        return instances.Length < CustomerState.InstancesMax
            ? instances.Add(instance)
            : instances.RemoveAt(Least(instances)).Add(instance);
    }

    // Closed before open, then the one untouched for longest.
    private static int Least(ImmutableArray<JourneyInstance> instances)
    {
        var least = 0;
        for (var i = 1; i < instances.Length; i++)
        {
            var (a, b) = (instances[i], instances[least]);
            if (a.IsOpen != b.IsOpen ? b.IsOpen : a.TouchedAt < b.TouchedAt)
            {
                least = i;
            }
        }

        return least;
    }

    private static ImmutableArray<T> Put<T>(ImmutableArray<T> points, T point, Func<T, string> key, Func<T, bool> isOpen)
    {
        var name = key(point);
        for (var i = 0; i < points.Length; i++)
        {
            if (string.Equals(key(points[i]), name, StringComparison.Ordinal))
            {
                return points.SetItem(i, point);
            }
        }

        if (points.Length < CustomerState.PointsMax)
        {
            return points.Add(point);
        }

        // Oldest closed first; where all are open, the oldest.
        var least = 0;
        for (var i = points.Length - 1; i >= 0; i--)
        {
            least = isOpen(points[i]) ? least : i;
        }

        return points.RemoveAt(least).Add(point);
    }

    private static ImmutableArray<PolicyMark> Mark(ImmutableArray<PolicyMark> marks, PolicyDecision decision)
    {
        var others = marks.RemoveAll(m => string.Equals(m.Policy, decision.Policy, StringComparison.Ordinal));
        var mark = new PolicyMark { Policy = decision.Policy, At = decision.At, Cause = decision.Cause, Standing = decision.Actions, Until = decision.RestsUntil };
        if (others.Length >= CustomerState.PolicyMarksMax)
        {
            others = Without(others, static (m, at) => m.Until is not { } until || until <= at, decision.At);
        }

        return others.Add(mark);
    }

    // Without the oldest that no longer holds its policy back; all of them where each does.
    private static ImmutableArray<PolicyMark> Without(ImmutableArray<PolicyMark> marks, Func<PolicyMark, DateTimeOffset, bool> mayGo, DateTimeOffset at)
    {
        var oldest = -1;
        for (var i = 0; i < marks.Length; i++)
        {
            oldest = mayGo(marks[i], at) && (oldest < 0 || marks[i].At < marks[oldest].At) ? i : oldest;
        }

        return oldest < 0 ? marks : marks.RemoveAt(oldest);
    }

    private static ImmutableArray<PolicyMark> Unmark(ImmutableArray<PolicyMark> marks, AdmissionAnswer answer)
    {
        for (var i = 0; i < marks.Length; i++)
        {
            if (string.Equals(marks[i].Policy, answer.Policy, StringComparison.Ordinal)
                && string.Equals(marks[i].Cause, answer.Cause, StringComparison.Ordinal))
            {
                return marks.SetItem(i, marks[i] with { Standing = Math.Max(0, marks[i].Standing - 1) });
            }
        }

        return marks;
    }

    private static ImmutableArray<PolicyWait> Put(ImmutableArray<PolicyWait> waits, PolicyWait wait)
    {
        var others = Without(waits, wait).Add(wait);
        var (remembered, least) = (0, -1);
        for (var i = 0; i < others.Length; i++)
        {
            if (!others[i].Fires)
            {
                remembered++;
                least = least < 0 || MattersLess(others[i], others[least]) ? i : least;
            }
        }

        return remembered > CustomerState.RememberedMax ? others.RemoveAt(least) : others;
    }

    private static bool MattersLess(PolicyWait a, PolicyWait b) =>
        a.Kind != b.Kind ? a.Kind == WaitKind.Answered : a.DueAt < b.DueAt;

    private static ImmutableArray<PolicyWait> Without(ImmutableArray<PolicyWait> waits, PolicyWait wait)
    {
        for (var i = 0; i < waits.Length; i++)
        {
            if (waits[i].Kind == wait.Kind && waits[i].IsFor(wait.Trigger, wait.Correlation))
            {
                return waits.RemoveAt(i);
            }
        }

        return waits;
    }

    private static ImmutableArray<GroupMark> Mark(ImmutableArray<GroupMark> marks, PolicyDecision decision)
    {
        if (decision is not { Outcome: PolicyOutcome.Fired, Group: { } group })
        {
            return marks;
        }

        var others = marks.RemoveAll(m => string.Equals(m.Group, group, StringComparison.Ordinal));
        var mark = new GroupMark { Group = group, Policy = decision.Policy, At = decision.At, Cause = decision.Cause, Standing = decision.Actions };
        return Bounded(others, mark, Guardrails.GuardrailSettings.GroupsMax);
    }

    private static ImmutableArray<GroupMark> Unmark(ImmutableArray<GroupMark> marks, AdmissionAnswer answer)
    {
        for (var i = 0; i < marks.Length; i++)
        {
            if (string.Equals(marks[i].Policy, answer.Policy, StringComparison.Ordinal)
                && string.Equals(marks[i].Cause, answer.Cause, StringComparison.Ordinal))
            {
                return marks.SetItem(i, marks[i] with { Standing = Math.Max(0, marks[i].Standing - 1) });
            }
        }

        return marks;
    }
}
