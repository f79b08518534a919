using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Identities;

/// <summary>Customers found in several ways.</summary>
public static class IdentityHits
{
    /// <summary>Each customer once, by the first identity that found it.</summary>
    public static ImmutableArray<IdentityHit> Of(IEnumerable<IdentityHit> found, int limit) => [.. found.DistinctBy(h => h.Key).Take(limit)];
}
