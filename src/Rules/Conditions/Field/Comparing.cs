using System.Diagnostics;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>How values compare. Texts compare ordinally; order is defined between numbers, and between texts (ISO dates order so).</summary>
public static class Comparing
{
    public static bool Holds(in Scalar actual, FieldIs condition) => condition.Comparison switch
    {
        Comparison.Exists => actual.Kind != ScalarKind.None,
        Comparison.Missing => actual.Kind == ScalarKind.None,
        Comparison.Is => actual == condition.Values[0],
        Comparison.IsNot => actual != condition.Values[0],
        Comparison.In => condition.Values.Contains(actual),
        Comparison.NotIn => !condition.Values.Contains(actual),
        Comparison.Contains => Contains(actual, condition.Values[0]),
        Comparison.AtLeast => Order(actual, condition.Values[0]) is >= 0,
        Comparison.AtMost => Order(actual, condition.Values[0]) is <= 0,
        Comparison.Above => Order(actual, condition.Values[0]) is > 0,
        Comparison.Below => Order(actual, condition.Values[0]) is < 0,
        _ => throw new UnreachableException($"No comparison {condition.Comparison}."),
    };

    private static bool Contains(in Scalar actual, in Scalar wanted) => actual.Kind switch
    {
        ScalarKind.List => actual.Items.Contains(wanted),
        ScalarKind.Text => wanted.Kind == ScalarKind.Text && actual.Text!.Contains(wanted.Text!, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    // Null where the two have no order: such a comparison does not hold either way.
    private static int? Order(in Scalar left, in Scalar right) => (left.Kind, right.Kind) switch
    {
        (ScalarKind.Number, ScalarKind.Number) => left.Number.CompareTo(right.Number),
        (ScalarKind.Text, ScalarKind.Text) => string.CompareOrdinal(left.Text, right.Text),
        _ => null,
    };
}
