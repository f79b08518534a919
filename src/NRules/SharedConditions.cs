using System.Diagnostics.CodeAnalysis;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.NRules;

/// <summary>
/// One object for all conditions of a set that say the same. NRules shares a node of its network between rules whose expressions are equal,
/// and tells constants apart by their own equality, which for a condition is that of its list of values: another list, another condition.
/// </summary>
internal sealed class SharedConditions : IEqualityComparer<FieldIs>
{
    private readonly Dictionary<FieldIs, FieldIs> _all;

    public SharedConditions() => _all = new(this);

    /// <summary>The condition that stands for all that are like it.</summary>
    public FieldIs Of(FieldIs condition)
    {
        if (!_all.TryGetValue(condition, out var shared))
        {
            _all.Add(condition, shared = condition);
        }

        return shared;
    }

    bool IEqualityComparer<FieldIs>.Equals(FieldIs? x, FieldIs? y) =>
        x is null ? y is null : y is not null && x.Field == y.Field && x.Comparison == y.Comparison && x.Values.AsSpan().SequenceEqual(y.Values.AsSpan());

    int IEqualityComparer<FieldIs>.GetHashCode([DisallowNull] FieldIs condition)
    {
        var hash = new HashCode();
        hash.Add(condition.Field);
        hash.Add(condition.Comparison);
        foreach (var value in condition.Values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
