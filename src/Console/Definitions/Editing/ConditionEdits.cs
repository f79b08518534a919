using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>Changes of conditions, so that a group never holds a field twice and no empty group is left behind.</summary>
internal static class ConditionEdits
{
    /// <summary>Adds a row to a group of conditions.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="at">The group: fields, or a list under all, any or none; it need not be there yet.</param>
    /// <param name="name">The field, or all, any, none.</param>
    /// <param name="value">Its value.</param>
    public static DocumentEdit Add(DocumentTree tree, DocumentPath at, string name, DocumentValue value)
    {
        var row = GroupValue.Of((name, value));
        return tree.At(at) switch
        {
            ListValue { Items: [] } => new SetValue { Path = at, Value = ListValue.Of(row) },
            ListValue list => new InsertItem { Path = at / list.Items.Length, Value = row },
            GroupValue { Fields.IsEmpty: false } group when group[name] is null => new SetValue { Path = at / name, Value = value },
            GroupValue { Fields.IsEmpty: false } => Add(tree, at / "all", name, value),
            _ => new SetValue { Path = at, Value = at.Name is "all" or "any" or "none" ? ListValue.Of(row) : row, Order = FieldOrders.Of(at) },
        };
    }

    /// <summary>Takes a row away, with the groups that would be empty then.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="root">The whole condition: <c>when</c>, <c>check</c>.</param>
    /// <param name="row">The row.</param>
    public static DocumentEdit Remove(DocumentTree tree, DocumentPath root, DocumentPath row)
    {
        var gone = row;
        while (gone != root && gone.Parent is { } outer && outer.IsWithin(root) && Count(tree.At(outer)) == 1)
        {
            gone = outer;
        }

        return new RemoveValue { Path = gone };
    }

    /// <summary>Makes another field of a row; its comparison starts over.</summary>
    public static IEnumerable<DocumentEdit> Rename(DocumentTree tree, DocumentPath root, DocumentPath row, string name, DocumentValue value)
    {
        if (tree.At(row.Parent!) is GroupValue group && group[name] is not null && name != row.Name)
        {
            // The group has that field already: the row goes to where fields may stand twice.
            var removed = Remove(tree, root, row);
            return [Add(tree, row.Parent!, name, value), removed];
        }

        return [new RenameField { Path = row, To = name }, new SetValue { Path = row.Parent! / name, Value = value }];
    }

    /// <summary>all to any, or any to none: the rows stay.</summary>
    public static IEnumerable<DocumentEdit> Regroup(DocumentTree tree, DocumentPath row, string name)
    {
        if (tree.At(row.Parent!) is not GroupValue group || group[name] is not { } there)
        {
            return [new RenameField { Path = row, To = name }];
        }

        // Two lists of the same meaning become one.
        var items = Items(there).AddRange(Items(tree.At(row)));
        return [new SetValue { Path = row.Parent! / name, Value = new ListValue(items) }, new RemoveValue { Path = row }];
    }

    /// <summary>A comparison that makes sense to begin with.</summary>
    public static DocumentValue Begin(FieldInfo field) => WordForms.Conditions.FirstOrDefault(c => c.Name == field.Path)?.Begin ?? field.Path switch
    {
        "segment" => SingleValue.Of(field.Values is [var segment, ..] ? segment.Value : ""),
        "risk" => GroupValue.Of(("atLeast", SingleValue.Of(60))),
        "mood" or "remembered" => GroupValue.Of(("below", SingleValue.Of(0))),
        "touchpoint.experience" or "touchpoint.sentiment" or "sentiment" => GroupValue.Of(("below", SingleValue.Of(0))),
        _ => field.Kind switch
        {
            FieldKind.Flag => SingleValue.Of(true),
            FieldKind.Number => GroupValue.Of(("atLeast", SingleValue.Of(1))),
            FieldKind.List => GroupValue.Of(("contains", SingleValue.Of(field.Values is [var first, ..] ? first.Value : ""))),
            FieldKind.Clock => GroupValue.Of(("atLeast", SingleValue.Of("09:00")), ("below", SingleValue.Of("17:00"))),
            FieldKind.Date => GroupValue.Of(("atLeast", SingleValue.Of("2026-01-01"))),
            _ when field.Values is { Count: > 0 } values => SingleValue.Of(values[0].Value),
            _ => GroupValue.Of(("exists", SingleValue.Of(true))),
        },
    };

    private static System.Collections.Immutable.ImmutableArray<DocumentValue> Items(DocumentValue? value) => value switch { ListValue list => list.Items, null => [], _ => [value] };

    private static int Count(DocumentValue? value) => value switch { GroupValue group => group.Fields.Length, ListValue list => list.Items.Length, _ => 1 };
}
