using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Rules.Customers;

/// <summary>Kinds of timers, in the order in which those due together fire.</summary>
public enum TimerKind
{
    Expectation = 1,
    LowPointFades = 2,
    HighPointFades = 3,
    RiskReview = 4,
    Wait = 5,
    MetricReview = 6,
}

/// <summary>A moment the state waits for. Of an expectation, instance and expectation are places in the state; of a wait, instance is its place; of a point, the id is its key.</summary>
public readonly record struct CustomerTimer(DateTimeOffset DueAt, TimerKind Kind, string Id, int Instance = -1, int Expectation = -1);

/// <summary>Timers are read from the state: nothing can be armed and forgotten.</summary>
public static class CustomerTimers
{
    /// <summary>The first by (due, kind, id); null where nothing is waited for.</summary>
    public static CustomerTimer? Next(CustomerState state)
    {
        var next = NextExpectation(state);
        foreach (var point in state.LowPoints)
        {
            if (point.IsOpen)
            {
                next = Earlier(next, new(point.FadesAt, TimerKind.LowPointFades, point.Key));
            }
        }

        foreach (var point in state.HighPoints)
        {
            if (point.IsOpen)
            {
                next = Earlier(next, new(point.FadesAt, TimerKind.HighPointFades, point.Key));
            }
        }

        for (var i = 0; i < state.Waits.Length; i++)
        {
            if (state.Waits[i] is { Fires: true } wait)
            {
                next = Earlier(next, new(wait.DueAt, TimerKind.Wait, wait.Trigger, i));
            }
        }

        next = state.RiskReviewAt is { } review ? Earlier(next, new(review, TimerKind.RiskReview, "")) : next;
        return state.MetricReviewAt is { } metrics ? Earlier(next, new(metrics, TimerKind.MetricReview, "")) : next;
    }

    // On the path of every touchpoint: ids are compared where times tie, and never made.
    private static CustomerTimer? NextExpectation(CustomerState state)
    {
        var (bestInstance, bestExpectation) = (-1, -1);
        DateTimeOffset bestDue = default;
        for (var i = 0; i < state.Instances.Length; i++)
        {
            var instance = state.Instances[i];
            for (var j = 0; instance.IsOpen && j < instance.Expectations.Length; j++)
            {
                var pending = instance.Expectations[j];
                if (pending.Status == ExpectationStatus.Waiting
                    && (bestInstance < 0 || pending.DueAt < bestDue
                        || (pending.DueAt == bestDue && Order(instance, pending, state.Instances[bestInstance], bestExpectation) < 0)))
                {
                    (bestInstance, bestExpectation, bestDue) = (i, j, pending.DueAt);
                }
            }
        }

        return bestInstance < 0 ? null : new CustomerTimer(bestDue, TimerKind.Expectation, "", bestInstance, bestExpectation);
    }

    private static int Order(JourneyInstance a, PendingExpectation pending, JourneyInstance b, int expectation)
    {
        var order = string.CompareOrdinal(a.Journey, b.Journey);
        order = order != 0 ? order : string.CompareOrdinal(a.Correlation, b.Correlation);
        order = order != 0 ? order : a.Run.CompareTo(b.Run);
        return order != 0 ? order : string.CompareOrdinal(pending.Expectation, b.Expectations[expectation].Expectation);
    }

    private static CustomerTimer Earlier(CustomerTimer? first, CustomerTimer other)
    {
        if (first is not { } timer)
        {
            return other;
        }

        var order = timer.DueAt.CompareTo(other.DueAt);
        order = order != 0 ? order : timer.Kind.CompareTo(other.Kind);
        order = order != 0 ? order : string.CompareOrdinal(timer.Id, other.Id);
        return order <= 0 ? timer : other;
    }
}
