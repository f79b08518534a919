namespace CxOrchestrator.Rules.Experience;

/// <summary>Exponential decay by halves.</summary>
internal static class Decay
{
    /// <summary>The weight left after the time from reference to at: 2^(-age / half-life).</summary>
    public static double Since(DateTimeOffset reference, DateTimeOffset at, TimeSpan halfLife) =>
        Math.Pow(2, -((at - reference) / halfLife));

    /// <summary>
    /// Where to keep the sums once a value at <paramref name="at"/> joins them: the later of the reference and the grid point
    /// before <paramref name="at"/>; the factor for what is there, and the weight of the newcomer.
    /// </summary>
    public static (DateTimeOffset Reference, double Old, double New) To(DateTimeOffset reference, DateTimeOffset at, TimeSpan halfLife)
    {
        var grid = OnGrid(at, halfLife);
        if (grid <= reference)
        {
            return (reference, 1, Math.Pow(2, (at - reference) / halfLife));
        }

        // Whole half-lives: a power of two, hence exact. A reference off the grid (the half-life was changed) moves inexactly once.
        var steps = (grid - reference) / halfLife;
        var old = steps == Math.Truncate(steps) && steps < 1000 ? Math.ScaleB(1, -(int)steps) : Math.Pow(2, -steps);
        return (grid, old, Math.Pow(2, (at - grid) / halfLife));
    }

    private static DateTimeOffset OnGrid(DateTimeOffset at, TimeSpan halfLife)
    {
        var ticks = (at - DateTimeOffset.UnixEpoch).Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks(ticks - (ticks % halfLife.Ticks));
    }
}
