using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Storage.Erasure;

/// <summary>Tells whose touchpoint an entry of a history is, where the history is of several customers.</summary>
public static class ErasedIdentities
{
    /// <summary>The stored hash is the one that this customer's id gives the identity.</summary>
    public static bool Are(CustomerKey key, string source, string id, long hash) =>
        source.Length > 0 && id.Length > 0 && unchecked((long)new TouchpointIdentity(source, id).HashFor(key.Customer)) == hash;
}
