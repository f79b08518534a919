using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Enum values as the API says them: <c>expectationMissed</c>.</summary>
internal static class Names<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Said =
        Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));

    /// <summary>All of them, for people.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<T>().Select(v => Said[v]));

    public static string Of(T value) => Said.TryGetValue(value, out var name) ? name : value.ToString();

    public static bool TryParse(string text, out T value)
    {
        foreach (var (candidate, name) in Said)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}

/// <summary>Times in texts.</summary>
internal static class Times
{
    public static string Said(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Days(TimeSpan time)
    {
        var days = (int)Math.Floor(time.TotalDays);
        return days == 1 ? "1 day" : $"{days} days";
    }
}
