namespace CxOrchestrator.Simulation.Tests.Scheduling;

/// <summary>A timer that fires once, on the process that made it.</summary>
internal sealed class WorldTimer(World world, WorldProcess process, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan? _due;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
        {
            throw new NotSupportedException("Periodic timers.");
        }

        _due = dueTime == Timeout.InfiniteTimeSpan ? null : world.Now + dueTime;
        if (_due is not null)
        {
            world.Add(this, dueTime);
        }

        return true;
    }

    public void Dispose() => _due = null;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Reach(TimeSpan now)
    {
        // One that was changed since stands in the queue twice.
        if (_due == now && process.IsAlive)
        {
            _due = null;
            process.Post(callback.Invoke, state);
        }
    }
}
