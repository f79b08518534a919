using System.Collections.Immutable;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>What proves who sent a delivery: it is not kept with it.</summary>
internal static class DeliveryProofs
{
    /// <summary>Headers, by parts of their names.</summary>
    private static readonly ImmutableArray<string> Names = ["authorization", "signature", "hmac", "token", "cookie", "secret", "api-key", "apikey"];

    /// <summary>The headers by lower-case names, without those that prove anything; of a repeated name the first.</summary>
    public static IReadOnlyDictionary<string, string> Without(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Where(h => !Names.Any(p => h.Key.Contains(p, StringComparison.OrdinalIgnoreCase))).DistinctBy(h => h.Key.ToLowerInvariant())
            .ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value, StringComparer.Ordinal);
}
