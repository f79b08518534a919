using System.Collections.Immutable;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Keys;

/// <summary>What keys may do.</summary>
internal static class KeyScopes
{
    /// <summary>Send touchpoints.</summary>
    public const string Touchpoints = "touchpoints";

    public static ImmutableArray<string> All { get; } = [Touchpoints];

    /// <summary>Whether the key may send for a source.</summary>
    public static bool MaySendFor(this StoredApiKey key, string source) =>
        key.Sources.Any(s => s.EndsWith('*') ? source.StartsWith(s[..^1], StringComparison.Ordinal) : source == s);
}
