using System.Globalization;
using CxOrchestrator.Gateway.Http;

namespace CxOrchestrator.Gateway.Voice;

/// <summary>Whole days of UTC, both ends included.</summary>
internal readonly record struct VoicePeriod(DateOnly From, DateOnly To)
{
    /// <summary>Longest period that is counted; as many days before are counted with it.</summary>
    public const int DaysMax = 184;

    /// <summary>Without other words: four weeks, today included.</summary>
    private const int DaysDefault = 28;

    public int Days => To.DayNumber - From.DayNumber + 1;

    public DateTimeOffset Begin => Start(From);

    public DateTimeOffset End => Start(To.AddDays(1));

    /// <summary>From the day on that figures of the period need: the period before, and the past that a rise is measured against.</summary>
    public DateOnly CountedFrom
    {
        get
        {
            var (before, past) = (From.AddDays(-Days), To.AddDays(1 - RisingReasons.LastDays - RisingReasons.PastDays));
            return before < past ? before : past;
        }
    }

    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    public static VoicePeriod Read(Arguments arguments, string? from, string? to, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var last = Day(arguments, "to", to) ?? today;
        var first = Day(arguments, "from", from) ?? last.AddDays(1 - DaysDefault);
        if (first > last)
        {
            arguments.Wrong("from", "It lies after the last day.");
        }
        else if (last.DayNumber - first.DayNumber >= DaysMax)
        {
            arguments.Wrong("from", $"At most {DaysMax} days are counted at once.");
        }

        return new(first, last);
    }

    private static DateOnly? Day(Arguments arguments, string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9998)
        {
            return day;
        }

        arguments.Wrong(name, "A day like 2026-01-31 is needed.");
        return null;
    }
}
