using System.Globalization;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Journeys;

/// <summary>Times in attributes, as expectations read them.</summary>
public static class DueTimes
{
    private const int YearMin = 1970;
    private const int YearMax = 9000;

    /// <summary>RFC 3339; or a bare date, which means the end of that day in the zone. Null for anything else.</summary>
    public static DateTimeOffset? Parse(string text, TimeZoneInfo zone)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date.Year is < YearMin or > YearMax ? null : EndOf(date, zone);
        }

        return text.Length > 10 && text[4] == '-' && text[10] is 'T' or 't' or ' '
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at.Year is >= YearMin and <= YearMax
            ? at
            : null;
    }

    // The first moment of the next day, so that the whole day is allowed; a day that begins with a clock change begins after the gap, or with the first of two midnights.
    private static DateTimeOffset EndOf(DateOnly date, TimeZoneInfo zone) => LocalTimes.First(date.AddDays(1).ToDateTime(TimeOnly.MinValue), zone);
}
