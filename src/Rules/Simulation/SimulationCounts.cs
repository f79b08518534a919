namespace CxOrchestrator.Rules.Simulation;

/// <summary>How much a simulation has taken and made.</summary>
public sealed class SimulationCounts
{
    public long Touchpoints { get; set; }

    public long Duplicates { get; set; }

    public long Customers { get; set; }

    public long LowPoints { get; set; }

    public long HighPoints { get; set; }

    public long MissedExpectations { get; set; }

    public long Timers { get; set; }
}
