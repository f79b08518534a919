using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Makes closures of the conditions of one set, which share what they find out.</summary>
public sealed class PredicateCompiler(CompiledDefinitions definitions)
{
    private const int SegmentPrice = 20;
    private const int InterpretedPrice = 50;

    private readonly Dictionary<(string Counter, TimeSpan Within), int> _counts = [];
    private readonly Dictionary<string, int> _segments = new(StringComparer.Ordinal);
    private readonly List<Func<Facts, bool>> _members = [];

    public Test Compile(Condition condition) => condition.Compile(this);

    /// <summary>A condition without a closure of its own.</summary>
    public static Test Interpreted(Condition condition) => new(condition.Holds, InterpretedPrice, Fixed: true);

    /// <summary>Where facts keep the count of a counter within a time, so that it is counted once for all policies.</summary>
    public int CountSlot(string counter, TimeSpan within)
    {
        if (!_counts.TryGetValue((counter, within), out var slot))
        {
            _counts[(counter, within)] = slot = _counts.Count;
        }

        return slot;
    }

    /// <summary>Membership of a segment, asked once for all policies.</summary>
    public Test Segment(string id)
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

    /// <summary>The conditions of a group, compiled; the cheaper first. None has effects, so the order matters to the clock alone, save where one might throw.</summary>
    public ImmutableArray<Test> Ordered(ImmutableArray<Condition> items)
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
