namespace CxOrchestrator.Gateway.Sources;

/// <summary>What those have in common that read from other systems.</summary>
internal static class SourceReader
{
    private static readonly TimeSpan BackOffFirst = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BackOffMax = TimeSpan.FromMinutes(15);

    /// <summary>Problem of a reader whose lease another gateway has: it stops, and reports nothing.</summary>
    public const string TakenOver = "Another gateway reads it";

    private static int _names;

    /// <summary>A name that no other reader has, in this process or another.</summary>
    public static string Name(TimeProvider clock) => $"{Environment.MachineName}/{Environment.ProcessId}/{clock.GetUtcNow().ToUnixTimeMilliseconds()}/{Interlocked.Increment(ref _names)}";

    /// <summary>How long a system is not called after failures in a row: 10 seconds, then twice as long each time up to 15 minutes, and not before it says.</summary>
    /// <param name="failures">From 1.</param>
    /// <param name="retryAfter">What the system asked for; null: nothing.</param>
    public static TimeSpan BackOff(int failures, TimeSpan? retryAfter)
    {
        var own = TimeSpan.FromSeconds(Math.Min(BackOffFirst.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 10)), BackOffMax.TotalSeconds));
        return retryAfter > own ? retryAfter.Value : own;
    }
}
