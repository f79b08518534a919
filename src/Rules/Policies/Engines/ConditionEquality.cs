using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Conditions are equal if they say the same. Records compare lists by reference, so two documents' conditions never are by themselves.</summary>
public sealed class ConditionEquality : IEqualityComparer<Condition>
{
    private ConditionEquality()
    {
    }

    public static ConditionEquality Instance { get; } = new();

    public bool Equals(Condition? x, Condition? y) => ReferenceEquals(x, y) || (x, y) switch
    {
        (AllOf a, AllOf b) => Equals(a.Items, b.Items),
        (AnyOf a, AnyOf b) => Equals(a.Items, b.Items),
        (NoneOf a, NoneOf b) => Equals(a.Items, b.Items),
        (FieldIs a, FieldIs b) => a.Field == b.Field && a.Comparison == b.Comparison && a.Values.AsSpan().SequenceEqual(b.Values.AsSpan()),
        (CountIs a, CountIs b) => a.AtLeast == b.AtLeast && a.Within == b.Within && a.Counter == b.Counter,
        (InSegment a, InSegment b) => a.Segment == b.Segment,
        (OnList a, OnList b) => a.Segment == b.Segment,

        // A kind without a line here is equal only to itself.
        _ => false,
    };

    public int GetHashCode(Condition condition) => condition switch
    {
        AllOf all => HashCode.Combine(1, Hash(all.Items)),
        AnyOf any => HashCode.Combine(2, Hash(any.Items)),
        NoneOf none => HashCode.Combine(3, Hash(none.Items)),
        FieldIs field => HashCode.Combine(field.Field, field.Comparison, field.Values.Length),
        CountIs count => HashCode.Combine(count.AtLeast, count.Within),
        InSegment segment => StringComparer.Ordinal.GetHashCode(segment.Segment),
        OnList list => StringComparer.Ordinal.GetHashCode(list.Segment),
        _ => condition.GetHashCode(),
    };

    private bool Equals(ImmutableArray<Condition> x, ImmutableArray<Condition> y) => x.Length == y.Length && x.Zip(y).All(pair => Equals(pair.First, pair.Second));

    private int Hash(ImmutableArray<Condition> items)
    {
        var hash = new HashCode();
        foreach (var item in items)
        {
            hash.Add(item, this);
        }

        return hash.ToHashCode();
    }
}
