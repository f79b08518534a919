using System.Globalization;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>RFC 3339 as touchpoints carry it: an offset is a must, fractions are cut to milliseconds.</summary>
public static class Timestamps
{
    internal const string Cure = "Send RFC 3339 with an offset, such as 2025-11-14T08:30:00Z or 2025-11-14T09:30:00+01:00.";

    private const int LengthMin = 20;

    /// <summary>The text of a time: UTC as Z, milliseconds only where there are any.</summary>
    public static string Format(DateTimeOffset at)
    {
        var pattern = at.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.fff";
        return at.ToString(pattern, CultureInfo.InvariantCulture)
            + (at.Offset == TimeSpan.Zero ? "Z" : at.ToString("zzz", CultureInfo.InvariantCulture));
    }

    /// <summary>Reads a time; false with what is wrong and how to fix it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset at, out string problem)
    {
        at = default;
        problem = "";
        if (text.Length < LengthMin
            || !Digits(text[..4], out var year) || text[4] != '-'
            || !Digits(text[5..7], out var month) || text[7] != '-'
            || !Digits(text[8..10], out var day) || (text[10] | 0x20) != 't' && text[10] != ' '
            || !Digits(text[11..13], out var hour) || text[13] != ':'
            || !Digits(text[14..16], out var minute) || text[16] != ':'
            || !Digits(text[17..19], out var second)
            || !Fraction(text[19..], out var millisecond, out var rest)
            || !Offset(rest, out var offsetMinutes))
        {
            problem = $"The time cannot be read. {Cure}";
            return false;
        }

        // A leap second is the first moment of the next minute here, as in Unix time.
        if (month is 0 or > 12 || day == 0 || year == 0 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60 || Math.Abs(offsetMinutes) > 14 * 60)
        {
            problem = "There is no such time in the calendar. " + Cure;
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Unspecified);
        var ticks = local.Ticks + (second * TimeSpan.TicksPerSecond) + (millisecond * TimeSpan.TicksPerMillisecond);
        var utc = ticks - (offsetMinutes * TimeSpan.TicksPerMinute);
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            problem = "The time lies outside the years 1 to 9999.";
            return false;
        }

        at = new DateTimeOffset(ticks, TimeSpan.FromMinutes(offsetMinutes));
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c))
            {
                return false;
            }

            number = (number * 10) + (c - '0');
        }

        return true;
    }

    private static bool Fraction(ReadOnlySpan<byte> text, out int milliseconds, out ReadOnlySpan<byte> rest)
    {
        milliseconds = 0;
        rest = text;
        if (text[0] != '.')
        {
            return true;
        }

        var end = 1;
        var weight = 100;
        for (; end < text.Length && char.IsAsciiDigit((char)text[end]); end++)
        {
            milliseconds += (text[end] - '0') * weight;
            weight /= 10;
        }

        rest = text[end..];
        return end > 1;
    }

    private static bool Offset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !Digits(text[1..3], out var hour) || !Digits(text[4..], out var minute) || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
