namespace CxOrchestrator.Storage.Catalogue;

/// <summary>
/// Tells a type that went silent from one that is rare. It went silent when at least 24 of it came in the week before its last, and the last
/// is longer ago than three times the longest pause of that week, and than an hour. Pauses are counted in whole hours of the clock.
/// </summary>
public static class Silence
{
    /// <summary>Fewer in the week before the last: it is rare, and silence says nothing.</summary>
    public const int CountMin = 24;

    /// <summary>Multiple of its longest pause.</summary>
    public const int Pauses = 3;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <param name="hours">Touchpoints by the beginning of the hour.</param>
    /// <param name="lastAt">The last of them.</param>
    /// <param name="now">By the same clock.</param>
    public static bool Is(IReadOnlyDictionary<DateTimeOffset, long> hours, DateTimeOffset lastAt, DateTimeOffset now)
    {
        var week = hours.Where(h => h.Key > lastAt - Week && h.Key <= lastAt && h.Value > 0).OrderBy(h => h.Key).ToList();
        if (week.Sum(h => h.Value) < CountMin)
        {
            return false;
        }

        var longest = Hour;
        for (var i = 1; i < week.Count; i++)
        {
            var pause = week[i].Key - week[i - 1].Key;
            longest = pause > longest ? pause : longest;
        }

        return now - lastAt > longest * Pauses;
    }
}
