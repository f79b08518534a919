using System.Globalization;

namespace CxOrchestrator.EndToEnd.Faults.Nemesis;

/// <summary>The seeds that each fault runs with: 1 to <c>CX_SEEDS</c> (default 1), or only <c>CX_SEED</c>, to see a failure again.</summary>
internal static class Seeds
{
    public static IEnumerable<int> Chosen => Read("CX_SEED") is { } one ? [one] : Enumerable.Range(1, Read("CX_SEEDS") ?? 1);

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
