using System.Globalization;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A duration as a number and a unit, where it is written so.</summary>
internal static partial class DurationText
{
    public static readonly IReadOnlyList<string> Units = ["seconds", "minutes", "hours", "days", "weeks"];

    /// <summary>Null where it is written in another way, like "1 hour 30 minutes".</summary>
    public static (string Number, string Unit)? Parts(string? text)
    {
        if (text is null || Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var unit = match.Groups["unit"].Value.ToLowerInvariant() switch
        {
            "s" or "sec" or "secs" or "second" or "seconds" => "seconds",
            "m" or "min" or "mins" or "minute" or "minutes" => "minutes",
            "h" or "hour" or "hours" => "hours",
            "d" or "day" or "days" => "days",
            "w" or "week" or "weeks" => "weeks",
            _ => null,
        };
        return unit is null ? null : (match.Groups["number"].Value, unit);
    }

    /// <summary>"1 day", "3 days".</summary>
    public static string Write(string number, string unit) =>
        double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) && n == 1 ? $"{number} {unit[..^1]}" : $"{number} {unit}";

    [GeneratedRegex(@"^(?<number>[0-9]{1,9}(\.[0-9]{1,6})?) ?(?<unit>[A-Za-z]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
