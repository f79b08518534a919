using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies.Engine;

/// <summary>
/// Policies that one thing may set off, found by what tells them apart: a value that a field must have for a policy to act at all. What a
/// policy demands otherwise is never looked at, so that the cost follows what could match and not how many policies there are.
/// </summary>
internal sealed class PolicyIndex<T>
    where T : Trigger
{
    /// <summary>Fewer policies than this are looked at one by one.</summary>
    private const int IndexedFrom = 8;

    private readonly ImmutableArray<FieldValues> _fields;
    private readonly ImmutableArray<int> _rest;

    private readonly record struct FieldValues(FieldPath Field, FrozenDictionary<Scalar, ImmutableArray<int>> ByValue);

    public PolicyIndex(IEnumerable<(PolicyDefinition Policy, T Trigger)> policies)
    {
        All = [.. policies];
        var tests = All.Select(p => Distinguishing.Of(p.Policy, p.Trigger)).ToArray();
        var rest = new List<int>();
        var byField = new Dictionary<FieldPath, Dictionary<Scalar, List<int>>>();

        // The field with the most different values tells the most apart.
        var variety = tests.SelectMany(t => t).GroupBy(t => t.Field).ToDictionary(g => g.Key, g => g.SelectMany(t => t.Values).Distinct().Count());
        for (var i = 0; i < All.Length; i++)
        {
            if (All.Length < IndexedFrom || tests[i].IsEmpty)
            {
                rest.Add(i);
                continue;
            }

            var best = tests[i].MaxBy(t => (variety[t.Field], -t.Values.Length))!;
            var values = byField.TryGetValue(best.Field, out var had) ? had : byField[best.Field] = [];
            foreach (var value in best.Values.Distinct())
            {
                (values.TryGetValue(value, out var list) ? list : values[value] = []).Add(i);
            }
        }

        _rest = [.. rest];
        _fields = [.. byField.Select(f => new FieldValues(f.Key, f.Value.ToFrozenDictionary(v => v.Key, v => v.Value.ToImmutableArray())))];
    }

    public static PolicyIndex<T> None { get; } = new([]);

    /// <summary>In the order of deciding.</summary>
    public ImmutableArray<(PolicyDefinition Policy, T Trigger)> All { get; }

    public bool IsEmpty => All.IsEmpty;

    /// <summary>Adds the places in <see cref="All"/> of those that could act on the facts, in no order; each once.</summary>
    public void Find(Facts facts, List<int> found)
    {
        found.AddRange(_rest);
        foreach (var field in _fields)
        {
            if (field.ByValue.TryGetValue(facts.Read(field.Field), out var places))
            {
                found.AddRange(places);
            }
        }
    }
}

/// <summary>A value that a field must have, one of these.</summary>
internal sealed record Distinguishing(FieldPath Field, ImmutableArray<Scalar> Values)
{
    /// <summary>All that a policy demands of the touchpoint's and the customer's own fields and that a value can be looked up for.</summary>
    public static ImmutableArray<Distinguishing> Of(PolicyDefinition policy, Trigger trigger)
    {
        var demanded = trigger is OnTouchpoint { Match.Where: var where } ? where : [];
        var conditions = policy.When is AllOf all ? all.Items : [policy.When];
        return
        [
            .. demanded.Concat(conditions.OfType<FieldIs>())
                .Where(f => f.Comparison is Comparison.Is or Comparison.In && !f.Values.IsEmpty && f.Field.Root is FieldRoot.Touchpoint or FieldRoot.Customer && f.Field != Experience)
                .Select(f => new Distinguishing(f.Field, f.Values)),
        ];
    }

    // Known only once the touchpoint was felt.
    private static readonly FieldPath Experience = new(FieldRoot.Touchpoint, "experience");
}
