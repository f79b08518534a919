using System.IO.Hashing;
using System.Runtime.InteropServices;
using Orleans;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What makes a touchpoint the same touchpoint: the source that sent it and its id there.</summary>
[GenerateSerializer, Immutable, Alias("cx.touchpoint-identity")]
public readonly record struct TouchpointIdentity
{
    /// <summary>Longest accepted source or id, in characters.</summary>
    public const int LengthMax = 300;

    public TouchpointIdentity(string source, string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        Source = source;
        Id = id;
    }

    [Id(0)]
    public string Source { get; }

    [Id(1)]
    public string Id { get; }

    /// <summary>A 64-bit hash of the identity, keyed by the customer so that no two customers collide alike.</summary>
    public ulong HashFor(CustomerId customer)
    {
        // A NUL cannot stand in either part, so ("a", "bc") and ("ab", "c") differ.
        var key = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(customer.Value.AsSpan()));
        var source = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(Source.AsSpan()), unchecked((long)key));
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(Id.AsSpan()), unchecked((long)source));
    }

    public override string ToString() => $"{Source}/{Id}";
}
