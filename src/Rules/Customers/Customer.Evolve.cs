using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Customers;

public static partial class Customer
{
    public static CustomerState Evolve(CustomerState state, CustomerEvent @event) => @event switch
    {
        StepBegan e => state with { Sequence = state.Sequence + 1, EffectiveAt = e.At },
        TouchpointRecorded e => state with
        {
            Touchpoints = state.Touchpoints + 1,
            Recent = state.Recent.Add(e.IdentityHash, e.OwnAt),
            LastTouchpointAt = e.At,
        },
        ProfileChanged e => state with { Profile = e.Profile },
        Felt e => Feel(state, e),
        ContactMade e => state with { ContactsAt = Bounded(state.ContactsAt, e.OwnAt, CustomerState.MomentsMax) },
        Counted e => state with { Counters = Count(state.Counters, e) },
        InstanceChanged e => state with { Instances = Put(state.Instances, e.Instance) },
        ExpectationChanged e => state with
        {
            Instances = Put(state.Instances, e.Instance),
            MissedAt = e.Change == ExpectationChange.Missed ? Bounded(state.MissedAt, e.At, CustomerState.MomentsMax) : state.MissedAt,
        },
        LowPointChanged e => state with { LowPoints = Put(state.LowPoints, e.Point, p => p.Key, p => p.IsOpen) },
        HighPointChanged e => state with { HighPoints = Put(state.HighPoints, e.Point, p => p.Key, p => p.IsOpen) },
        PolicyDecided { Decision.Outcome: PolicyOutcome.Fired } e => state with { PolicyMarks = Mark(state.PolicyMarks, e.Decision) },
        PolicyDecided or ActionDecided => state,
        ActionAnswered { Answer.Result: AdmissionResult.Refused } e => state with { PolicyMarks = Unmark(state.PolicyMarks, e.Answer) },
        ActionAnswered => state,
        RiskReviewSet e => state with { RiskReviewAt = e.ReviewAt },
        StateTrimmed => StateBounds.Fit(state),
        _ => throw new UnreachableException($"No fold for {@event.GetType().Name}."),
    };

    private static CustomerState Feel(CustomerState state, Felt e)
    {
        var moment = new Moment { Experience = e.Experience, At = e.OwnAt };
        var peak = state.Peak is not { } p || Larger(moment, p) ? moment : p;
        return state with
        {
            Mood = e.Sums,
            Peak = peak,
            Last = state.Last is not { } last || moment.At >= last.At ? moment : last,
            MoodTrail = Bounded(state.MoodTrail, new MoodPoint(e.At, (float)e.Mood), CustomerState.MoodTrailMax),
        };
    }

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
        moments = moments.Insert(place, e.OwnAt);
        if (moments.Length > e.Keep)
        {
            moments = moments.RemoveRange(0, moments.Length - e.Keep);
        }

        // The counter just hit goes last: the one unhit for longest is first, and leaves at the bound.
        var others = index < 0 ? counters : counters.RemoveAt(index);
        return Bounded(others, new Counter { Name = e.Counter, At = moments }, CustomerState.CountersMax);
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
        var mark = new PolicyMark { Policy = decision.Policy, At = decision.At, Cause = decision.Cause, Standing = decision.Actions };
        return Bounded(others, mark, CustomerState.PolicyMarksMax);
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
}
