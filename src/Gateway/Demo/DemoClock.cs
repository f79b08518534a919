using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Demo;

/// <summary>The journey's clock of the demo: starts at the present and runs so many times as fast. Waits on it are not shortened; nobody waits on it.</summary>
internal sealed class DemoClock : TimeProvider, IPacedClock
{
    private readonly TimeProvider _clock;
    private readonly long _startedAt;

    public DemoClock(IOptions<DemoOptions> options, TimeProvider clock)
    {
        _clock = clock;
        _startedAt = clock.GetTimestamp();
        Start = clock.GetUtcNow();
        Speed = TimeSpan.FromDays(1) / options.Value.Day;
    }

    public DateTimeOffset Start { get; }

    public double Speed { get; }

    public override DateTimeOffset GetUtcNow() => Start + (_clock.GetElapsedTime(_startedAt) * Speed);
}
