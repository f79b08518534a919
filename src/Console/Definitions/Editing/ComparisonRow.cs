using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>One comparison of a field.</summary>
/// <param name="Operator">As documents name it.</param>
/// <param name="Value">What it is compared with.</param>
internal sealed record ComparisonRow(string Operator, DocumentValue Value)
{
    private static readonly Choice[] Ordered = [new("atLeast", "is at least"), new("atMost", "is at most"), new("above", "is above"), new("below", "is below")];
    private static readonly Choice[] Equal = [new("is", "is"), new("isNot", "is not"), new("in", "is one of"), new("notIn", "is none of")];
    private static readonly Choice[] Times = [new("atLeast", "is from"), new("below", "is before"), new("above", "is after"), new("atMost", "is until")];
    private static readonly Choice Contains = new("contains", "contains");
    private static readonly Choice Exists = new("exists", "is known");

    /// <summary>The names of all comparisons.</summary>
    public static ImmutableArray<string> Names { get; } = ["is", "isNot", "atLeast", "atMost", "above", "below", "in", "notIn", "contains", "exists"];

    public bool IsList => Operator is "in" or "notIn";

    public string Text => Value switch
    {
        SingleValue single => single.Text,
        ListValue list => string.Join(", ", list.Items.OfType<SingleValue>().Select(i => i.Text)),
        _ => "",
    };

    /// <summary>The comparisons that suit a field.</summary>
    public static IReadOnlyList<Choice> Operators(FieldKind kind) => kind switch
    {
        FieldKind.Number => [.. Ordered, .. Equal, Exists],
        FieldKind.Flag => [Equal[0], Exists],
        FieldKind.List => [Contains, Exists],
        FieldKind.Clock or FieldKind.Date => [.. Times, Equal[0], Equal[1], Exists],
        FieldKind.Text => [.. Equal, Contains, Exists],
        _ => [.. Equal, .. Ordered, Contains, Exists],
    };

    /// <summary>The comparisons of a value: a single one means "is"; of a window only those among its fields.</summary>
    public static IReadOnlyList<ComparisonRow> Of(DocumentValue? value) => value switch
    {
        GroupValue group => [.. group.Fields.Where(f => Names.Contains(f.Key)).Select(f => new ComparisonRow(f.Key, f.Value))],
        null => [],
        _ => [new("is", value)],
    };

    /// <summary>The value that says these comparisons.</summary>
    public static DocumentValue Write(IReadOnlyList<ComparisonRow> rows) =>
        rows is [{ Operator: "is", Value: SingleValue only }] ? only : GroupValue.Of(rows.DistinctBy(r => r.Operator).Select(r => (r.Operator, r.Value)));

    /// <summary>The same with another operator; the value stays as far as it can.</summary>
    public ComparisonRow With(string @operator, FieldKind kind) => (@operator, Value) switch
    {
        ("exists", _) => new("exists", SingleValue.Of(true)),
        ("in" or "notIn", SingleValue single) => new(@operator, Operator == "exists" ? new ListValue([]) : ListValue.Of(single)),
        ("in" or "notIn", _) => new(@operator, Value),
        (_, ListValue { Items: [SingleValue first, ..] }) => new(@operator, first),
        _ when Operator == "exists" => new(@operator, kind == FieldKind.Number ? SingleValue.Of(0) : kind == FieldKind.Flag ? SingleValue.Of(true) : SingleValue.Of("")),
        _ => new(@operator, Value is SingleValue ? Value : SingleValue.Of("")),
    };
}
