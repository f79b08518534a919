namespace CxOrchestrator.Simulation.Tests.Scheduling;

/// <summary>A clock of the world. Waits take virtual time; what time it says may run faster, stand, or jump.</summary>
internal sealed class WorldClock(World world, DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _at = start;
    private TimeSpan _since;
    private double _speed = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => world.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => _at + ((world.Now - _since) * _speed);

    public void Jump(TimeSpan by) => Set(GetUtcNow() + by, _speed);

    /// <summary>0: it stands.</summary>
    public void Run(double speed) => Set(GetUtcNow(), speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (!world.IsHere("A timer was made"))
        {
            throw new InvalidOperationException("Off the world's thread.");
        }

        var timer = new WorldTimer(world, WorldProcess.Running, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Set(DateTimeOffset at, double speed) => (_at, _since, _speed) = (at, world.Now, speed);
}
