using System.Globalization;

namespace CxOrchestrator.Channels.Http;

/// <summary>Reads the times that providers write.</summary>
public static class WebhookTimes
{
    // Seconds since 1970 reach it in the year 5138, milliseconds in 1973; the same, a thousand times over, tells the finer units apart.
    private const double SecondsMax = 100_000_000_000;

    /// <summary>ISO 8601 and its kin, taken as UTC where no offset is written, or seconds, milliseconds, microseconds or nanoseconds since 1970; null for anything else.</summary>
    public static DateTimeOffset? Of(string? text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var milliseconds = number switch
            {
                < SecondsMax => number * 1_000,
                < SecondsMax * 1_000 => number,
                < SecondsMax * 1_000_000 => number / 1_000,
                < SecondsMax * 1_000_000_000 => number / 1_000_000,
                _ => double.NaN,
            };
            return double.IsNaN(milliseconds) ? null : DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Floor(milliseconds));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
    }
}
