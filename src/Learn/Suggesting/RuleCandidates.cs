using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Learn.Suggesting;

/// <summary>Every wait between two types that occur often enough, at every constant of a grid.</summary>
internal sealed class RuleCandidates
{
    /// <summary>Most types that are waited for, and from which on; the most frequent ones.</summary>
    public const int TypesMax = 12;

    /// <summary>Most attributes with times; the most frequent ones.</summary>
    public const int AttributesMax = 6;

    /// <summary>A type or attribute that fewer instances have says nothing.</summary>
    private const double Often = 0.05;

    private static readonly ImmutableArray<int> Shares = [.. Enumerable.Range(4, 16).Select(n => n * 5)];
    private static readonly ImmutableArray<int> Graces = [0, 1, 2, 3, 5, 7];
    private static readonly ImmutableArray<int> Withins = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 21, 25, 30, 40, 60, 90];

    private readonly RunReading _reading;
    private readonly ImmutableArray<int> _types;

    public RuleCandidates(RunReading reading)
    {
        _reading = reading;
        _types = Frequent(reading.Runs, r => r.First.Keys, TypesMax);
        All = [.. Make()];
    }

    public ImmutableArray<ExpectationRule> All { get; }

    /// <summary>Days from the rule's warning to the outcome, for each run; negative: it warns not, or too late.</summary>
    public float[] Days(ExpectationRule rule, IReadOnlyList<JourneyRun> runs)
    {
        var expected = rule.Expect.Select(NumberOf).ToArray();
        var after = NumberOf(rule.After);
        var by = rule.By is { } attribute ? IndexOf(_reading.Attributes, attribute) : -1;
        var days = new float[runs.Count];
        for (var i = 0; i < days.Length; i++)
        {
            days[i] = Day(runs[i], rule, after, expected, by);
        }

        return days;
    }

    private static float Day(JourneyRun run, ExpectationRule rule, int after, int[] expected, int by)
    {
        double due;
        if (by >= 0)
        {
            // Whatever touchpoint carries the attribute first arms it.
            if (!run.Times.TryGetValue(by, out var time))
            {
                return -1;
            }

            due = time.KnownAt + ((time.Value - time.KnownAt) * rule.Share / 100) + rule.GraceDays;
            due = Math.Max(due, time.KnownAt);
        }
        else if (run.First.TryGetValue(after, out var armed))
        {
            due = armed + rule.WithinDays;
        }
        else
        {
            return -1;
        }

        if (due >= run.EndedAt)
        {
            return -1;
        }

        foreach (var type in expected)
        {
            if (run.First.TryGetValue(type, out var met) && met <= due)
            {
                return -1;
            }
        }

        return (float)(run.EndedAt - due);
    }

    private IEnumerable<ExpectationRule> Make()
    {
        var types = _reading.Types;
        foreach (var attribute in Frequent(_reading.Runs, r => r.Times.Keys, AttributesMax))
        {
            var carrier = types[_reading.Runs.Where(r => r.Times.ContainsKey(attribute)).GroupBy(r => r.Times[attribute].Type).MaxBy(g => g.Count())!.Key];
            foreach (var expected in _types.Where(t => types[t] != carrier))
            {
                var rule = new ExpectationRule { After = carrier, Expect = Expected(types[expected]), By = _reading.Attributes[attribute] };
                foreach (var share in Shares)
                {
                    yield return rule with { Share = share };
                }

                foreach (var grace in Graces)
                {
                    yield return rule with { GraceDays = grace };
                }
            }
        }

        foreach (var after in _types)
        {
            foreach (var expected in _types.Where(t => t != after))
            {
                foreach (var within in Withins)
                {
                    yield return new ExpectationRule { After = types[after], Expect = Expected(types[expected]), WithinDays = within };
                }
            }
        }
    }

    // What enters a later stage says that this one is over as well.
    private ImmutableArray<string> Expected(string type)
    {
        var stages = _reading.Journey.Stages;
        var at = stages.ToList().FindIndex(s => Enters(s, type));
        return at < 0 ? [type] : [.. stages.Skip(at + 1).Where(s => !s.End).SelectMany(s => s.Enter.Select(e => e.ExactType).OfType<string>()).Where(t => IndexOf(_reading.Types, t) >= 0).Prepend(type).Distinct(StringComparer.Ordinal)];
    }

    private static bool Enters(StageDefinition stage, string type) => stage.Enter.Any(e => e.MatchesType(type));

    private static ImmutableArray<int> Frequent(IReadOnlyList<JourneyRun> runs, Func<JourneyRun, IEnumerable<int>> names, int max) =>
        [.. runs.SelectMany(names).GroupBy(n => n).Where(g => g.Count() >= runs.Count * Often).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(max).Select(g => g.Key)];

    private int NumberOf(string type) => IndexOf(_reading.Types, type);

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
