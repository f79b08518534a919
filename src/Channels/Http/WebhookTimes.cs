using System.Globalization;

namespace CxOrchestrator.Channels.Http;

/// <summary>Reads the times that providers write.</summary>
internal static class WebhookTimes
{
    // Seconds since 1970 reach it in the year 5138, milliseconds in 1973.
    private const double SecondsMax = 100_000_000_000;

    private static readonly double MillisecondsMax = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>ISO 8601 and its kin, taken as UTC where no offset is written, or seconds or milliseconds since 1970; null for anything else.</summary>
    public static DateTimeOffset? Of(string? text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var milliseconds = number < SecondsMax ? number * 1_000 : number;
            return milliseconds < MillisecondsMax ? DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds) : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
    }
}
