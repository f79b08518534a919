namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Moments of times that a clock on the wall shows.</summary>
internal static class LocalTimes
{
    // No zone has passed over more than a day.
    private const int GapMinutesMax = 26 * 60;

    /// <summary>The moment at which the clock shows that time first; one that it passes over, once it goes on.</summary>
    public static DateTimeOffset First(DateTime local, TimeZoneInfo zone)
    {
        for (var minute = 0; minute < GapMinutesMax && zone.IsInvalidTime(local); minute++)
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
