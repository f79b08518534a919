namespace CxOrchestrator.Hosting;

/// <summary>
/// Keys of the two clocks, each a <see cref="TimeProvider"/>: the journey's (touchpoints, timers, expiry; the demo runs it faster)
/// and the system's (network, retries, leases), which is also the unkeyed one.
/// </summary>
public static class Clocks
{
    public const string Journey = Grains.Runtime.ClockKeys.Journey;
    public const string System = "system";
}
