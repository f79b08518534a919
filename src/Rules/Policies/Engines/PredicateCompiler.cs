using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Makes closures of conditions. A kind of condition without a place in <see cref="Compile"/> is interpreted.</summary>
public sealed class PredicateCompiler(CompiledDefinitions definitions)
{
    private const int CountPrice = 10;
    private const int SegmentPrice = 20;
    private const int InterpretedPrice = 50;

    private readonly Dictionary<(string Counter, TimeSpan Within), int> _counts = [];
    private readonly Dictionary<string, int> _segments = new(StringComparer.Ordinal);
    private readonly List<Func<Facts, bool>> _members = [];

    // The one place where a kind of condition gets its closure.
    public Test Compile(Condition condition) => condition switch
    {
        AllOf all => Groups.All(Ordered(all.Items)),
        AnyOf any => Groups.Any(Ordered(any.Items)),
        NoneOf none => Groups.None(Ordered(none.Items)),
        FieldIs field => FieldTests.Of(field),
        CountIs count => Count(count),
        InSegment segment => Segment(segment.Segment),
        _ => new(facts => Conditional.Holds(condition, facts), InterpretedPrice, Fixed: true),
    };

    private Test Count(CountIs count)
    {
        var (counter, within, atLeast) = (count.Counter, count.Within, count.AtLeast);
        if (!_counts.TryGetValue((counter, within), out var slot))
        {
            _counts[(counter, within)] = slot = _counts.Count;
        }

        return new(facts => facts.CountOnce(slot, counter, within) >= atLeast, CountPrice);
    }

    private Test Segment(string id)
    {
        if (definitions.Segment(id) is not { } segment)
        {
            return new(static _ => false, 0);
        }

        if (!_segments.TryGetValue(id, out var slot))
        {
            _segments[id] = slot = _members.Count;

            // Its place is taken before its conditions are looked at: one that names itself finds it, instead of going round for ever.
            _members.Add(static _ => false);
            _members[slot] = Compile(segment.When).Holds;
        }

        var members = _members;
        return new(facts => facts.MemberOnce(slot, members[slot]), SegmentPrice, Fixed: true);
    }

    // None of these has effects, so the order matters to nobody but the clock, save where one might throw.
    private ImmutableArray<Test> Ordered(ImmutableArray<Condition> items)
    {
        var tests = items.Select(Compile).ToArray();
        var from = 0;
        for (var i = 0; i <= tests.Length; i++)
        {
            if (i == tests.Length || tests[i].Fixed)
            {
                var run = tests[from..i].OrderBy(t => t.Price).ToArray();
                run.CopyTo(tests, from);
                from = i + 1;
            }
        }

        return [.. tests];
    }
}
