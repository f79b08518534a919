using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Silo.Tests;

/// <summary>A clock that the test moves, and that says when somebody waits on it: arm the wait, act, await.</summary>
public sealed class WatchedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>More than any wait takes on a busy machine; only a failure lasts so long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<TimeSpan, Moments> _armed = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Armed(dueTime).Add();
        return timer;
    }

    /// <summary>Completes once somebody began to wait that long; each beginning is counted once.</summary>
    public Task ArmedAsync(TimeSpan wait) => Armed(wait).NextAsync();

    /// <summary>Lets a wait of that length begin, and pass.</summary>
    public async Task PassAsync(TimeSpan wait)
    {
        await ArmedAsync(wait);
        Advance(wait);
    }

    private Moments Armed(TimeSpan wait)
    {
        lock (_gate)
        {
            return _armed.TryGetValue(wait, out var armed) ? armed : _armed[wait] = new Moments($"somebody to wait {wait} on the clock");
        }
    }
}
