using Orleans;

namespace CxOrchestrator.Rules.Experience;

/// <summary>
/// The decaying sums behind mood and pressure. Each is kept at a reference time on a grid of whole half-lives, so that
/// moving the reference multiplies by a power of two, which is exact: touchpoints in any order give the same value.
/// </summary>
[GenerateSerializer, Immutable, Alias("cx.mood-sums")]
public sealed record MoodSums
{
    public static MoodSums Zero { get; } = new();

    /// <summary>Reference time of mood.</summary>
    [Id(0)] public DateTimeOffset MoodAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Sum of |e| e d at the reference time.</summary>
    [Id(1)] public double ExperienceSum { get; init; }

    /// <summary>Sum of |e| d at the reference time.</summary>
    [Id(2)] public double Weight { get; init; }

    /// <summary>Reference time of pressure.</summary>
    [Id(3)] public DateTimeOffset PressureAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Sum of max(0, -e) d at the reference time.</summary>
    [Id(4)] public double Pressure { get; init; }
}
