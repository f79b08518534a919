namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>What is sent, and how fast.</summary>
internal sealed record TrafficPlan
{
    public int Count { get; init; } = 2_400;

    public int Customers { get; init; } = 120;

    /// <summary>Lines a second, over all ways in.</summary>
    public double PerSecond { get; init; } = 400;

    /// <summary>Part of the lines that repeat an earlier one.</summary>
    public double Repeats { get; init; } = 0.05;

    /// <summary>How many lines back a repeat may reach.</summary>
    public int RepeatsReach { get; init; } = 500;

    /// <summary>Part of the lines whose time lies up to an hour before that of their neighbours.</summary>
    public double OutOfOrder { get; init; }

    /// <summary>Lines that are two days late.</summary>
    public int Late { get; init; }

    /// <summary>Part of the lines that are the first customer's.</summary>
    public double Hot { get; init; }

    /// <summary>When the last of them happened, counted from the true time.</summary>
    public TimeSpan Ends { get; init; } = TimeSpan.FromMinutes(-20);

    /// <summary>In the middle third it runs this many times as fast.</summary>
    public double Spike { get; init; } = 1;
}
