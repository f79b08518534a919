using System.Collections.Immutable;
using System.Globalization;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary>How times are written as values.</summary>
internal static class TimeForms
{
    public static ImmutableArray<string> Weekdays { get; } = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>Of one of <see cref="Weekdays"/>.</summary>
    public static DayOfWeek DayOf(string weekday) => Enum.Parse<DayOfWeek>(weekday, ignoreCase: true);

    public static string? OfDay(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        ? null
        : "is no time of day; write hours and minutes in quotes, like \"09:00\" or \"21:30\"";

    public static string? Weekday(string text) => Weekdays.Contains(text) ? null : $"is no day; there are {string.Join(", ", Weekdays)}";

    public static string? Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        ? null
        : "is no date; write it like 2026-12-24";
}
