using CxOrchestrator.Api.Operations;
using CxOrchestrator.Hosting;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>A clock that says how fast it runs; the demo's does.</summary>
public interface IPacedClock
{
    /// <summary>Its seconds in a real one.</summary>
    double Speed { get; }
}

/// <summary>The two clocks as the gateway tells them.</summary>
internal sealed class JourneyClock([FromKeyedServices(Clocks.Journey)] TimeProvider journey, TimeProvider system)
{
    public DateTimeOffset Now => journey.GetUtcNow();

    public DateTimeOffset SystemNow => system.GetUtcNow();

    public double Speed => journey is IPacedClock paced ? paced.Speed : 1;

    public ClockView View => new() { JourneyNow = Now, SystemNow = SystemNow, JourneySpeed = Speed };
}
