using System.Globalization;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>Durations as people write them: <c>3 days</c>, <c>12h</c>, <c>1 hour 30 minutes</c>; and ISO 8601 without years and months: <c>P3DT12H</c>.</summary>
internal static partial class Durations
{
    public const string Examples = "write it like '3 days', '12 hours', '30 minutes', '2 weeks', '3d' or 'PT12H'";

    private const int LengthMax = 60;

    /// <summary>The duration, or null with the reason.</summary>
    public static TimeSpan? Parse(string text, out string why)
    {
        why = $"'{(text.Length <= LengthMax ? text : text[..LengthMax])}' is no duration; {Examples}";
        if (text.Length > LengthMax)
        {
            return null;
        }

        if (Number().IsMatch(text))
        {
            why = $"'{text}' has no unit; write '{text} days' or another unit";
            return null;
        }

        return text.StartsWith('P') ? Iso(text, ref why) : Words(text, ref why);
    }

    private static TimeSpan? Words(string text, ref string why)
    {
        var match = WordsForm().Match(text);
        if (!match.Success)
        {
            return null;
        }

        double seconds = 0;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            var unit = match.Groups["unit"].Captures[i].Value;
            if (SecondsOf(unit) is not { } size)
            {
                why = unit.StartsWith("mo", StringComparison.OrdinalIgnoreCase) || unit.StartsWith('y')
                    ? $"{unit} have no fixed length; write days"
                    : $"'{unit}' is no unit of time{Spelling.Suggest(unit, ["seconds", "minutes", "hours", "days", "weeks"])}; {Examples}";
                return null;
            }

            seconds += Read(match.Groups["number"].Captures[i].Value) * size;
        }

        return FromSeconds(seconds);
    }

    private static TimeSpan? Iso(string text, ref string why)
    {
        if (text.AsSpan().ContainsAny('Y', '.') || text.IndexOf('M', StringComparison.Ordinal) is >= 0 and var m && (text.IndexOf('T', StringComparison.Ordinal) is var t && (t < 0 || m < t)))
        {
            why = "years, months and fractions have no fixed length in ISO 8601; write days, hours, minutes and seconds";
            return null;
        }

        var match = IsoForm().Match(text);
        if (!match.Success || match.Groups.Values.Skip(1).All(g => !g.Success))
        {
            return null;
        }

        return FromSeconds((Part("w") * 604_800) + (Part("d") * 86_400) + (Part("h") * 3_600) + (Part("m") * 60) + Part("s"));

        double Part(string name) => match.Groups[name] is { Success: true } group ? Read(group.Value) : 0;
    }

    private static double Read(string number) => double.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    // Whole milliseconds, as all times of the core; what is beyond any bound stays beyond it.
    private static TimeSpan FromSeconds(double seconds) =>
        seconds >= 1e9 ? TimeSpan.FromSeconds(1e9) : TimeSpan.FromMilliseconds(Math.Round(seconds * 1_000));

    private static double? SecondsOf(string unit) => unit.ToLowerInvariant() switch
    {
        "s" or "sec" or "secs" or "second" or "seconds" => 1,
        "m" or "min" or "mins" or "minute" or "minutes" => 60,
        "h" or "hour" or "hours" => 3_600,
        "d" or "day" or "days" => 86_400,
        "w" or "week" or "weeks" => 604_800,
        _ => null,
    };

    [GeneratedRegex(@"^-?[0-9.]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?<number>[0-9]{1,12}(\.[0-9]{1,6})?) ?(?<unit>[A-Za-z]+)( (?<number>[0-9]{1,12}(\.[0-9]{1,6})?) ?(?<unit>[A-Za-z]+))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex WordsForm();

    [GeneratedRegex(@"^P((?<w>[0-9]{1,9})W)?((?<d>[0-9]{1,9})D)?(T(?!\z)((?<h>[0-9]{1,9})H)?((?<m>[0-9]{1,9})M)?((?<s>[0-9]{1,9})S)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex IsoForm();
}
