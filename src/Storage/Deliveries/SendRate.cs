namespace CxOrchestrator.Storage.Deliveries;

/// <summary>
/// How many messages a rate allows at a moment (generic cell rate algorithm). The next message is due at a time that only moves forward; a tenth of
/// a second may be taken at once, and each message takes so long that no second, wherever it begins, has more than the rate.
/// </summary>
public static class SendRate
{
    /// <summary>What may be taken at once.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    /// <summary>From one message to the next, when each is sent as soon as it may be.</summary>
    /// <param name="perSecond">At least 1.</param>
    public static TimeSpan Each(int perSecond) => (TimeSpan.FromSeconds(1) + Burst) / perSecond;

    /// <param name="dueAt">When the next message is due; in the past after a rest.</param>
    /// <param name="now">By the same clock.</param>
    /// <param name="wanted">How many.</param>
    /// <param name="perSecond">At least 1.</param>
    /// <returns>How many may be sent now, and when the next one is due after them.</returns>
    public static (int Granted, DateTimeOffset DueAt) Take(DateTimeOffset dueAt, DateTimeOffset now, int wanted, int perSecond)
    {
        var each = Each(perSecond);
        var from = dueAt > now ? dueAt : now;
        var room = now + Burst - from;
        var granted = room < TimeSpan.Zero ? 0 : Math.Max(from == now ? 1 : 0, (int)(room / each));
        granted = Math.Min(granted, wanted);
        return (granted, granted == 0 ? dueAt : from + (each * granted));
    }
}
