using System.Globalization;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary>Reads how a field is compared: a single value means "is", a group names comparisons that must all hold.</summary>
internal static class Comparisons
{
    /// <summary>Most values of one in or notIn.</summary>
    public const int ValuesMax = 1_000;

    /// <summary>Longest text a field is compared with, in characters.</summary>
    public const int TextLengthMax = 1_000;

    private static readonly Dictionary<string, Comparison> Known = new(StringComparer.Ordinal)
    {
        ["is"] = Comparison.Is,
        ["isNot"] = Comparison.IsNot,
        ["atLeast"] = Comparison.AtLeast,
        ["atMost"] = Comparison.AtMost,
        ["above"] = Comparison.Above,
        ["below"] = Comparison.Below,
        ["in"] = Comparison.In,
        ["notIn"] = Comparison.NotIn,
        ["contains"] = Comparison.Contains,
    };

    public static List<FieldIs> Read(SourceFile file, KnownField field, Node node)
    {
        var conditions = new List<FieldIs>();
        switch (node)
        {
            case BrokenNode:
                break;
            case TextNode text when ValueOf(file, field, Comparison.Is, text) is { } value:
                conditions.Add(new FieldIs { Field = field.Path, Comparison = Comparison.Is, Values = [value] });
                break;
            case TextNode:
                break;
            case ListNode list:
                file.Error(list.Place, $"for one of several values write '{field.Path}: {{in: [...]}}'");
                break;
            case MapNode { Entries.IsEmpty: true }:
                file.Error(node.Place, $"'{field.Path}' is compared with nothing; write a comparison, like {{is: ...}}");
                break;
            default:
                ReadGroup(file, field, (MapNode)node, conditions);
                break;
        }

        return conditions;
    }

    /// <summary>The texts a field is compared with, each with its place.</summary>
    public static IEnumerable<(string Text, Place Place)> TextsOf(Node node) => node switch
    {
        TextNode text => [(text.Value, text.Place)],
        ListNode list => list.Items.SelectMany(TextsOf),
        MapNode map => map.Entries.Where(e => e.Key.Value is "is" or "isNot" or "in" or "notIn").SelectMany(e => TextsOf(e.Value)),
        _ => [],
    };

    private static void ReadGroup(SourceFile file, KnownField field, MapNode map, List<FieldIs> conditions)
    {
        if (Fields.Open(file, map, Shape.Comparison) is { } fields)
        {
            conditions.AddRange(Of(fields, field));
        }
    }

    /// <summary>The comparisons among the fields of a group.</summary>
    public static List<FieldIs> Of(Fields fields, KnownField field)
    {
        var (file, conditions) = (fields.File, new List<FieldIs>());
        foreach (var name in Shape.Comparison.Fields)
        {
            if (fields.Optional(name) is not { } node)
            {
                continue;
            }

            if (name == "exists")
            {
                var exists = fields.Flag(node, name);
                conditions.Add(new FieldIs { Field = field.Path, Comparison = exists == false ? Comparison.Missing : Comparison.Exists });
                continue;
            }

            var comparison = Known[name];
            var values = comparison is Comparison.In or Comparison.NotIn
                ? ListOf(file, fields, field, comparison, node, name)
                : node is TextNode text ? [ValueOf(file, field, comparison, text)] : Refuse(file, node, name);
            if (values.Count > 0 && values.All(v => v is not null))
            {
                conditions.Add(new FieldIs { Field = field.Path, Comparison = comparison, Values = [.. values.Select(v => v!.Value)] });
            }
        }

        return conditions;
    }

    private static List<Scalar?> ListOf(SourceFile file, Fields fields, KnownField field, Comparison comparison, Node node, string name)
    {
        if (node is not ListNode)
        {
            file.Error(node.Place, $"'{name}' compares with a list, like {{{name}: [a, b]}}; for one value write {(comparison == Comparison.In ? "is" : "isNot")}");
            return [];
        }

        var values = new List<Scalar?>();
        foreach (var item in fields.Items(node, name, ValuesMax))
        {
            values.AddRange(item is TextNode text ? [ValueOf(file, field, comparison, text)] : Refuse(file, item, name));
        }

        return values;
    }

    private static List<Scalar?> Refuse(SourceFile file, Node node, string name)
    {
        if (node is not BrokenNode)
        {
            file.Error(node.Place, $"'{name}' compares with a single value, not {node.Kind}");
        }

        return [];
    }

    private static Scalar? ValueOf(SourceFile file, KnownField field, Comparison comparison, TextNode node)
    {
        if (node.IsEmpty)
        {
            file.Error(node.Place, $"there is no value to compare '{field.Path}' with; write a value, or {{exists: false}} for a missing field");
            return null;
        }

        var value = field.Type is FieldType.Text or FieldType.List ? Scalar.Of(node.Value) : Scalars.Of(node);
        if (Why(field, comparison, value, node) is { } why)
        {
            file.Error(node.Place, why);
            return null;
        }

        return value;
    }

    private static string? Why(KnownField field, Comparison comparison, in Scalar value, TextNode node)
    {
        var ordered = comparison is Comparison.AtLeast or Comparison.AtMost or Comparison.Above or Comparison.Below;
        var shown = Fields.Short(node.Value);
        return (field.Type, value.Kind) switch
        {
            (FieldType.Number, _) when comparison == Comparison.Contains => $"'{field.Path}' is a number and contains nothing; use is, atLeast, atMost, above or below",
            (FieldType.Number, ScalarKind.Text) when !node.Plain && Scalars.Number(node.Value) is not null => $"'{field.Path}' is a number; write {shown} without quotes",
            (FieldType.Number, not ScalarKind.Number) => $"'{field.Path}' is a number and cannot be compared with '{shown}'; write a number",
            (FieldType.Number, _) when value.Number < field.Min || value.Number > field.Max => $"'{field.Path}' goes {Range(field)}; {shown} is outside",
            (FieldType.List, _) when comparison != Comparison.Contains => $"'{field.Path}' is a list; write {{contains: {shown}}} or exists",
            (FieldType.Flag, not ScalarKind.Flag) => $"'{field.Path}' is true or false; write one of them, without quotes",
            (FieldType.Flag, _) when ordered || comparison == Comparison.Contains => $"'{field.Path}' is true or false; use is or exists",
            (_, ScalarKind.Flag) when ordered => $"true and false have no order; use is, or compare '{field.Path}' with a number",
            (FieldType.Text, _) when comparison != Comparison.Contains && field.Form?.Invoke(node.Value) is { } form => $"'{shown}' {form}",
            (_, ScalarKind.Text) when node.Value.Length > TextLengthMax => $"a text of {node.Value.Length} characters; the most are {TextLengthMax}",
            _ => null,
        };
    }

    private static string Range(KnownField field) => double.IsInfinity(field.Max)
        ? string.Create(CultureInfo.InvariantCulture, $"from {field.Min} up")
        : string.Create(CultureInfo.InvariantCulture, $"from {field.Min} to {field.Max}");
}
