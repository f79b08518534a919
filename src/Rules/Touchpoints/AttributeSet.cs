using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orleans;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>One named value. A nested object's members carry its path: <c>address.city</c>.</summary>
[GenerateSerializer, Immutable, Alias("cx.attribute")]
public readonly record struct NamedValue
{
    public NamedValue(string name, Scalar value)
    {
        Name = name;
        Value = value;
    }

    [Id(0)]
    public string Name { get; }

    [Id(1)]
    public Scalar Value { get; }
}

/// <summary>Named values in ordinal order of their names; equal when their contents are.</summary>
[GenerateSerializer, Immutable, Alias("cx.attributes")]
public readonly struct AttributeSet : IEquatable<AttributeSet>
{
    /// <summary>Most attributes a touchpoint or a customer may carry.</summary>
    public const int CountMax = 100;

    [Id(0)]
    private readonly ImmutableArray<NamedValue> _values;

    private AttributeSet(ImmutableArray<NamedValue> values) => _values = values;

    public static AttributeSet Empty => default;

    public ImmutableArray<NamedValue> Values => _values.IsDefault ? [] : _values;

    public int Count => _values.IsDefault ? 0 : _values.Length;

    /// <summary>The value of that name, or <see cref="Scalar.None"/>.</summary>
    public Scalar this[string name]
    {
        get
        {
            if (_values.IsDefault)
            {
                return Scalar.None;
            }

            // Most touchpoints carry a handful: a scan beats a search there.
            foreach (ref readonly var value in _values.AsSpan())
            {
                if (string.Equals(value.Name, name, StringComparison.Ordinal))
                {
                    return value.Value;
                }
            }

            return Scalar.None;
        }
    }

    /// <summary>A set of these values; of two with one name the last is kept.</summary>
    public static AttributeSet Of(List<NamedValue> values)
    {
        switch (values.Count)
        {
            case 0:
                return Empty;
            case 1:
                return new([values[0]]);
        }

        // Insertion sort: stable, and these are short.
        var span = CollectionsMarshal.AsSpan(values);
        for (var i = 1; i < span.Length; i++)
        {
            var value = span[i];
            var j = i - 1;
            while (j >= 0 && string.CompareOrdinal(span[j].Name, value.Name) > 0)
            {
                span[j + 1] = span[j];
                j--;
            }

            span[j + 1] = value;
        }

        var distinct = ImmutableArray.CreateBuilder<NamedValue>(span.Length);
        for (var i = 0; i < span.Length; i++)
        {
            if (i + 1 == span.Length || !string.Equals(span[i].Name, span[i + 1].Name, StringComparison.Ordinal))
            {
                distinct.Add(span[i]);
            }
        }

        return new(distinct.DrainToImmutable());
    }

    public static AttributeSet Of(params ReadOnlySpan<NamedValue> values) => Of(new List<NamedValue>(values.ToArray()));

    public bool Equals(AttributeSet other) => Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    public override bool Equals(object? obj) => obj is AttributeSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public static bool operator ==(AttributeSet left, AttributeSet right) => left.Equals(right);

    public static bool operator !=(AttributeSet left, AttributeSet right) => !left.Equals(right);
}
