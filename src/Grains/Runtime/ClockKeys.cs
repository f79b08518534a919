namespace CxOrchestrator.Grains.Runtime;

/// <summary>Keys of clocks among the services; the system's clock is the unkeyed one.</summary>
public static class ClockKeys
{
    /// <summary>The journey's clock: touchpoints, timers, expiry.</summary>
    public const string Journey = "journey";
}
