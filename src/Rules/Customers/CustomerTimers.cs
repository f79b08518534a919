using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Rules.Customers;

/// <summary>Kinds of timers, in the order in which those due together fire.</summary>
public enum TimerKind
{
    Expectation = 1,
    LowPointFades = 2,
    HighPointFades = 3,
    RiskReview = 4,
}

/// <summary>A moment the state waits for; expectation and instance are places in the state.</summary>
public readonly record struct CustomerTimer(DateTimeOffset DueAt, TimerKind Kind, string Id, int Instance = -1, int Expectation = -1);

/// <summary>Timers are read from the state: nothing can be armed and forgotten.</summary>
public static class CustomerTimers
{
    /// <summary>The first by (due, kind, id); null where nothing is waited for.</summary>
    public static CustomerTimer? Next(CustomerState state)
    {
        CustomerTimer? next = null;
        for (var i = 0; i < state.Instances.Length; i++)
        {
            var instance = state.Instances[i];
            if (!instance.IsOpen)
            {
                continue;
            }

            for (var j = 0; j < instance.Expectations.Length; j++)
            {
                var pending = instance.Expectations[j];
                if (pending.Status == ExpectationStatus.Waiting && (next is not { } n || pending.DueAt <= n.DueAt))
                {
                    next = Earlier(next, new(pending.DueAt, TimerKind.Expectation, $"{instance.Journey}/{instance.Correlation}/{instance.Run}/{pending.Expectation}", i, j));
                }
            }
        }

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

        return state.RiskReviewAt is { } review ? Earlier(next, new(review, TimerKind.RiskReview, "")) : next;
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
