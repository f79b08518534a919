using Orleans;

namespace CxOrchestrator.Rules.Identities;

/// <summary>Something that says who a customer is: the kind, and the value as the source wrote it or as <see cref="IdentityNormal"/> made it.</summary>
[GenerateSerializer, Immutable, Alias("cx.customer-identity")]
public readonly record struct CustomerIdentity : IComparable<CustomerIdentity>
{
    /// <summary>Longest value, in characters.</summary>
    public const int ValueLengthMax = 320;

    public CustomerIdentity(string kind, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Kind = kind;
        Value = value;
    }

    /// <summary>See <see cref="IdentityKinds"/>.</summary>
    [Id(0)]
    public string Kind { get; }

    [Id(1)]
    public string Value { get; }

    /// <summary>By kind, then by value, in the order of their characters' codes.</summary>
    public int CompareTo(CustomerIdentity other) =>
        string.CompareOrdinal(Kind, other.Kind) is var kinds and not 0 ? kinds : string.CompareOrdinal(Value, other.Value);

    public override string ToString() => $"{Kind}:{Value}";

    public static bool operator <(CustomerIdentity left, CustomerIdentity right) => left.CompareTo(right) < 0;

    public static bool operator >(CustomerIdentity left, CustomerIdentity right) => left.CompareTo(right) > 0;

    public static bool operator <=(CustomerIdentity left, CustomerIdentity right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CustomerIdentity left, CustomerIdentity right) => left.CompareTo(right) >= 0;
}
