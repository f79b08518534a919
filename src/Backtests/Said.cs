using System.Text.Json;

namespace CxOrchestrator.Backtests;

/// <summary>Enum values as reports say them: <c>quietHours</c>.</summary>
internal static class Said
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.Of[value];

    private static class Names<T>
        where T : struct, Enum
    {
        public static Dictionary<T, string> Of { get; } = Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));
    }
}
