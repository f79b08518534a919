using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Segments;

/// <summary>
/// Which segments name which. Refuses cycles, and conditions that grow too large once the segments they name are counted in:
/// deciding evaluates all of them, for every customer.
/// </summary>
internal sealed class SegmentGraph
{
    /// <summary>Most conditions of one document, those of the segments it names included each time they are named.</summary>
    public const int ConditionsMax = 1_000;

    private readonly Dictionary<string, Asking> _segments = new(StringComparer.Ordinal);
    private readonly List<Asking> _all = [];
    private readonly Dictionary<string, int> _sizes = new(StringComparer.Ordinal);

    private sealed record Asking(SourceFile File, Place Place, ConditionReading Conditions);

    /// <summary>A segment's own conditions.</summary>
    public void Segment(string id, SourceFile file, Place place, ConditionReading conditions)
    {
        if (_segments.TryAdd(id, new(file, place, conditions)))
        {
            _all.Add(_segments[id]);
        }
    }

    /// <summary>A policy's conditions.</summary>
    public void Policy(SourceFile file, Place place, ConditionReading conditions) => _all.Add(new(file, place, conditions));

    public void Check()
    {
        foreach (var id in _segments.Keys)
        {
            Size(id);
        }

        foreach (var asking in _all)
        {
            var size = asking.Conditions.Count + asking.Conditions.Segments.Sum(s => (long)_sizes.GetValueOrDefault(s.Segment));
            if (size > ConditionsMax)
            {
                asking.File.Error(asking.Place, $"more than {ConditionsMax:N0} conditions, those of its segments included; make it simpler");
            }
        }
    }

    // Depth first without recursion: a chain of thousands of segments must not exhaust the stack.
    private void Size(string root)
    {
        if (_sizes.ContainsKey(root))
        {
            return;
        }

        var path = new Stack<(string Id, int Next)>([(root, 0)]);
        var onPath = new HashSet<string>(StringComparer.Ordinal) { root };
        while (path.TryPop(out var step))
        {
            var asking = _segments[step.Id];
            if (step.Next == asking.Conditions.Segments.Count)
            {
                var size = asking.Conditions.Count + asking.Conditions.Segments.Sum(s => (long)_sizes.GetValueOrDefault(s.Segment));
                _sizes[step.Id] = (int)Math.Min(size, int.MaxValue / 2);
                onPath.Remove(step.Id);
                continue;
            }

            path.Push((step.Id, step.Next + 1));
            var (next, place) = asking.Conditions.Segments[step.Next];
            if (onPath.Contains(next))
            {
                var cycle = path.Select(p => p.Id).TakeWhile(id => id != next).Append(next).Reverse().Append(next);
                asking.File.Error(place, $"segments go in a circle: {Fields.Short(string.Join(" > ", cycle))}; take this one out");
            }
            else if (_segments.ContainsKey(next) && !_sizes.ContainsKey(next))
            {
                path.Push((next, 0));
                onPath.Add(next);
            }
        }
    }
}
