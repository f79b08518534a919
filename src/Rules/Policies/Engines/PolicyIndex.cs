using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>
/// Policies with one kind of trigger, found by the value of the field that tells them apart best; those that nothing tells apart are always
/// found. A policy that is not found is one whose conditions do not hold.
/// </summary>
internal sealed class PolicyIndex<T>
    where T : class
{
    private readonly ImmutableArray<(PolicyDefinition Policy, T Trigger)> _entries;
    private readonly int[] _always;
    private readonly ImmutableArray<Look> _looks;

    private PolicyIndex(ImmutableArray<(PolicyDefinition Policy, T Trigger)> entries, int[] always, ImmutableArray<Look> looks)
    {
        _entries = entries;
        _always = always;
        _looks = looks;
    }

    /// <summary>One field: its value leads to the places of policies.</summary>
    private readonly record struct Look(Func<Facts, Scalar> Read, FrozenDictionary<Scalar, int[]> Places);

    /// <param name="entries">In the order of deciding.</param>
    /// <param name="where">Comparisons of the touchpoint's fields that the trigger demands.</param>
    /// <param name="indexed">Whether to look up at all.</param>
    public static PolicyIndex<T> Of(IEnumerable<(PolicyDefinition Policy, T Trigger)> entries, Func<T, ImmutableArray<FieldIs>> where, bool indexed)
    {
        ImmutableArray<(PolicyDefinition Policy, T Trigger)> all = [.. entries];
        if (!indexed)
        {
            return new(all, [.. Enumerable.Range(0, all.Length)], []);
        }

        var chosen = DistinguishingFields.Choose([.. all.Select(e => DistinguishingTest.Of(e.Policy, where(e.Trigger)).ToList())]);
        return new(all, [.. chosen.Undistinguished], [.. chosen.Fields.Select(f => new Look(FieldReaders.Any(f.Field), Places(f.Tests)))]);
    }

    /// <summary>All of them, where there is nothing to look up.</summary>
    public bool IsPlain => _looks.IsEmpty;

    public ReadOnlySpan<(PolicyDefinition Policy, T Trigger)> All => _entries.AsSpan();

    /// <summary>Those that can act over the facts, in the order of deciding.</summary>
    public ReadOnlySpan<(PolicyDefinition Policy, T Trigger)> Find(Facts facts)
    {
        var lists = new int[_looks.Length + 1][];
        var count = 0;
        if (_always.Length > 0)
        {
            lists[count++] = _always;
        }

        foreach (ref readonly var look in _looks.AsSpan())
        {
            if (look.Places.TryGetValue(look.Read(facts), out var places))
            {
                lists[count++] = places;
            }
        }

        return Merged(lists.AsSpan(0, count));
    }

    private ReadOnlySpan<(PolicyDefinition Policy, T Trigger)> Merged(ReadOnlySpan<int[]> lists)
    {
        Span<int> at = stackalloc int[DistinguishingFields.Max + 1];
        var size = 0;
        foreach (var list in lists)
        {
            size += list.Length;
        }

        var found = new (PolicyDefinition Policy, T Trigger)[size];
        at.Clear();
        for (var n = 0; n < size; n++)
        {
            var first = -1;
            for (var i = 0; i < lists.Length; i++)
            {
                if (at[i] < lists[i].Length && (first < 0 || lists[i][at[i]] < lists[first][at[first]]))
                {
                    first = i;
                }
            }

            found[n] = _entries[lists[first][at[first]++]];
        }

        return found;
    }

    private static FrozenDictionary<Scalar, int[]> Places(List<(int Place, DistinguishingTest Test)> tests) =>
        tests.SelectMany(t => t.Test.Values.Select(v => (Value: v, t.Place)))
            .GroupBy(p => p.Value, p => p.Place)
            .ToFrozenDictionary(g => g.Key, g => g.Order().ToArray());
}
