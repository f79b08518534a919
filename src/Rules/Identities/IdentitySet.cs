using System.Collections.Immutable;
using Orleans;

namespace CxOrchestrator.Rules.Identities;

/// <summary>The identities of a touchpoint as they came, each once, by kind and value; equal when their contents are.</summary>
[GenerateSerializer, Immutable, Alias("cx.identities")]
public readonly struct IdentitySet : IEquatable<IdentitySet>
{
    /// <summary>Most values that a touchpoint carries.</summary>
    public const int ValuesMax = 20;

    /// <summary>Most kinds that a touchpoint carries.</summary>
    public const int KindsMax = 10;

    [Id(0)]
    private readonly ImmutableArray<CustomerIdentity> _values;

    private IdentitySet(ImmutableArray<CustomerIdentity> values) => _values = values;

    public static IdentitySet Empty => default;

    public ImmutableArray<CustomerIdentity> Values => _values.IsDefault ? [] : _values;

    public int Count => _values.IsDefault ? 0 : _values.Length;

    public static IdentitySet Of(params IEnumerable<CustomerIdentity> values)
    {
        ImmutableArray<CustomerIdentity> distinct = [.. values.Distinct().Order()];
        return distinct.IsEmpty ? Empty : new(distinct);
    }

    public bool Equals(IdentitySet other) => Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    public override bool Equals(object? obj) => obj is IdentitySet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public static bool operator ==(IdentitySet left, IdentitySet right) => left.Equals(right);

    public static bool operator !=(IdentitySet left, IdentitySet right) => !left.Equals(right);
}
