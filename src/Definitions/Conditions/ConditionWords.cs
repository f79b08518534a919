using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary>All conditions that documents write as a word and not as a field.</summary>
internal static class ConditionWords
{
    /// <summary>In the order in which messages list them.</summary>
    public static ImmutableArray<ConditionWord> All { get; } =
    [
        GroupCondition.All,
        GroupCondition.Any,
        GroupCondition.None,
        new CountCondition(),
        new WindowCondition(Aggregate.Sum, "sum", "sum of a value"),
        new WindowCondition(Aggregate.Average, "average", "average of a value"),
        new WindowCondition(Aggregate.Min, "min", "smallest value"),
        new WindowCondition(Aggregate.Max, "max", "largest value"),
        new WindowCondition(Aggregate.Last, "last", "last value"),
        new SegmentCondition(),
    ];

    private static readonly FrozenDictionary<string, ConditionWord> ByName = All.ToFrozenDictionary(w => w.Name, StringComparer.Ordinal);

    public static ConditionWord? Named(string name) => ByName.GetValueOrDefault(name);
}
