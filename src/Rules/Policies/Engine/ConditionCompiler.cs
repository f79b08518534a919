using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies.Engine;

/// <summary>Makes closures of conditions. A kind of condition that it does not know is walked like before: nothing is decided differently.</summary>
internal sealed class ConditionCompiler(CompiledDefinitions definitions)
{
    /// <summary>From this many values on a list is looked up instead of read through.</summary>
    private const int LookupFrom = 8;

    private readonly Dictionary<string, Predicate<Facts>> _segments = new(StringComparer.Ordinal);

    public Predicate<Facts> Compile(Condition condition) => condition switch
    {
        AllOf all => All(Each(all.Items)),
        AnyOf any => Any(Each(any.Items)),
        NoneOf none => None(Each(none.Items)),
        FieldIs field => Field(field),
        InSegment segment => Segment(segment.Segment),
        CountIs count => facts => facts.Count(count) >= count.AtLeast,
        _ => facts => Conditional.Holds(condition, facts),
    };

    private Predicate<Facts>[] Each(ImmutableArray<Condition> items) => [.. items.Select(Compile)];

    private static Predicate<Facts> All(Predicate<Facts>[] items) => items switch
    {
        [] => _ => true,
        [var only] => only,
        [var first, var second] => facts => first(facts) && second(facts),
        _ => facts =>
        {
            foreach (var item in items)
            {
                if (!item(facts))
                {
                    return false;
                }
            }

            return true;
        },
    };

    private static Predicate<Facts> Any(Predicate<Facts>[] items) => items is [var only] ? only : facts =>
    {
        foreach (var item in items)
        {
            if (item(facts))
            {
                return true;
            }
        }

        return false;
    };

    private static Predicate<Facts> None(Predicate<Facts>[] items) => Not(Any(items));

    private static Predicate<Facts> Not(Predicate<Facts> item) => facts => !item(facts);

    private static Predicate<Facts> Field(FieldIs field)
    {
        var path = field.Field;
        switch (field.Comparison)
        {
            case Comparison.Exists:
                return facts => facts.Read(path).Kind != ScalarKind.None;
            case Comparison.Missing:
                return facts => facts.Read(path).Kind == ScalarKind.None;
            case Comparison.Is when field.Values[0] is { Kind: ScalarKind.Text, Text: { } text }:
                return facts => facts.Read(path) is { Kind: ScalarKind.Text } value && string.Equals(value.Text, text, StringComparison.Ordinal);
            case Comparison.Is:
                return Is(path, field.Values[0]);
            case Comparison.IsNot:
                return Not(Is(path, field.Values[0]));
            case Comparison.In when field.Values.Length >= LookupFrom:
                return Among(path, field.Values.ToFrozenSet());
            case Comparison.NotIn when field.Values.Length >= LookupFrom:
                return Not(Among(path, field.Values.ToFrozenSet()));
            case Comparison.AtLeast when field.Values[0] is { Kind: ScalarKind.Number, Number: var level }:
                return facts => facts.Read(path) is { Kind: ScalarKind.Number } value && value.Number.CompareTo(level) >= 0;
            case Comparison.AtMost when field.Values[0] is { Kind: ScalarKind.Number, Number: var level }:
                return facts => facts.Read(path) is { Kind: ScalarKind.Number } value && value.Number.CompareTo(level) <= 0;
            case Comparison.Above when field.Values[0] is { Kind: ScalarKind.Number, Number: var level }:
                return facts => facts.Read(path) is { Kind: ScalarKind.Number } value && value.Number.CompareTo(level) > 0;
            case Comparison.Below when field.Values[0] is { Kind: ScalarKind.Number, Number: var level }:
                return facts => facts.Read(path) is { Kind: ScalarKind.Number } value && value.Number.CompareTo(level) < 0;
            default:
                return facts => Comparing.Holds(facts.Read(path), field);
        }
    }

    private static Predicate<Facts> Is(FieldPath path, Scalar wanted) => facts => facts.Read(path) == wanted;

    private static Predicate<Facts> Among(FieldPath path, FrozenSet<Scalar> values) => facts => values.Contains(facts.Read(path));

    // Segments name segments, never in a circle: each is compiled once, however many name it.
    private Predicate<Facts> Segment(string id)
    {
        if (!_segments.TryGetValue(id, out var predicate))
        {
            predicate = definitions.Segment(id) is { } segment ? Compile(segment.When) : _ => false;
            _segments[id] = predicate;
        }

        return facts => facts.InSegment(id, predicate);
    }
}
