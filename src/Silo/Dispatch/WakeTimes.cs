namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// When actions that were put off for a moment are due again: the outbox is looked at then, not only at its usual pace. Times are rounded up, so that
/// what is due at about the same time is leased together; their number is bounded by the longest wait. Safe from many threads.
/// </summary>
internal sealed class WakeTimes
{
    /// <summary>Times are multiples of it.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Times further away are left to the usual pace.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly SortedSet<long> _steps = [];

    public void Add(DateTimeOffset due, DateTimeOffset now)
    {
        if (due - now > AheadMax)
        {
            return;
        }

        lock (_lock)
        {
            _steps.Add((due.UtcTicks + Step.Ticks - 1) / Step.Ticks);
        }
    }

    /// <summary>How long to wait for the next one, at most this long; times that are over are forgotten.</summary>
    public TimeSpan WaitAfter(DateTimeOffset now, TimeSpan most)
    {
        lock (_lock)
        {
            while (_steps.Count > 0 && _steps.Min * Step.Ticks <= now.UtcTicks)
            {
                _steps.Remove(_steps.Min);
            }

            var next = _steps.Count == 0 ? most : TimeSpan.FromTicks((_steps.Min * Step.Ticks) - now.UtcTicks);
            return next < most ? next : most;
        }
    }
}
