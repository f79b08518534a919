namespace CxOrchestrator.Learn.Suggesting;

/// <summary>One instance of a journey until its outcome, as far as rules look at it. Times in days since 1970, UTC.</summary>
internal sealed class JourneyRun
{
    /// <summary>First time of each type, by its number.</summary>
    public Dictionary<int, double> First { get; } = [];

    /// <summary>Of each attribute that holds a time, by its number: the touchpoint that first carried it, when that was, and the time.</summary>
    public Dictionary<int, (int Type, double KnownAt, double Value)> Times { get; } = [];

    public required double StartedAt { get; init; }

    /// <summary>When the touchpoint came that may have the outcome.</summary>
    public double EndedAt { get; set; }

    /// <summary>It had the outcome.</summary>
    public bool Bad { get; set; }
}
