using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>The fields that tell policies with one kind of trigger apart, the best first.</summary>
internal sealed class DistinguishingFields
{
    /// <summary>Most fields that are looked at; policies that only a further one tells apart are not distinguished.</summary>
    public const int Max = 16;

    /// <summary>A field is worth a look-up if it saves at least this many policies on average.</summary>
    private const double SavedMin = 2;

    private DistinguishingFields(List<(FieldPath Field, List<(int Place, DistinguishingTest Test)> Tests)> fields, List<int> undistinguished) =>
        (Fields, Undistinguished) = (fields, undistinguished);

    /// <summary>Each with the policies that it distinguishes, by place, and their tests of it.</summary>
    public IReadOnlyList<(FieldPath Field, List<(int Place, DistinguishingTest Test)> Tests)> Fields { get; }

    /// <summary>Places of the policies that none of the fields distinguishes.</summary>
    public IReadOnlyList<int> Undistinguished { get; }

    /// <param name="tests">Of each policy, by place.</param>
    public static DistinguishingFields Choose(List<DistinguishingTest>[] tests)
    {
        var left = Enumerable.Range(0, tests.Length).ToList();
        var fields = new List<(FieldPath, List<(int, DistinguishingTest)>)>();
        while (fields.Count < Max && Best(left, tests) is { } field)
        {
            var taken = left.FindAll(i => tests[i].Exists(t => t.Field == field));
            fields.Add((field, [.. taken.Select(i => (i, tests[i].Find(t => t.Field == field)))]));
            left.RemoveAll(taken.Contains);
        }

        return new DistinguishingFields(fields, left);
    }

    // The field that saves most policies on average, if each of its values, and one that no policy names, were equally frequent.
    private static FieldPath? Best(List<int> left, List<DistinguishingTest>[] tests)
    {
        FieldPath? best = null;
        var most = SavedMin;
        foreach (var field in left.SelectMany(i => tests[i].Select(t => t.Field).Distinct()).GroupBy(f => f).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal))
        {
            var named = left.SelectMany(i => tests[i].Where(t => t.Field == field.Key).Take(1)).Select(t => t.Values).ToList();
            var values = named.SelectMany(v => v).Distinct().Count() + 1;
            var saved = field.Count() - ((double)named.Sum(v => v.Length) / values);
            if (saved >= most && (best is null || saved > most))
            {
                (best, most) = (field.Key, saved);
            }
        }

        return best;
    }
}
