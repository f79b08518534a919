using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A row of a group of conditions.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The entry: its name is the field's, or all, any, none.</param>
/// <param name="Name">That name.</param>
internal sealed record ConditionRow(RowKind Kind, DocumentPath Path, string Name)
{
    private static readonly string[] Groups = ["all", "any", "none"];

    /// <summary>The rows of a condition: of its fields, or of the items of a list.</summary>
    public static IReadOnlyList<ConditionRow> Of(DocumentTree tree, DocumentPath path) => tree.At(path) switch
    {
        GroupValue group => [.. group.Fields.DistinctBy(f => f.Key).Select(f => Entry(path / f.Key, f.Key))],
        ListValue list => [.. list.Items.Select((item, i) => item is GroupValue { Fields: [var only] } ? Entry(path / i / only.Key, only.Key) : new ConditionRow(RowKind.Item, path / i, "all"))],
        _ => [],
    };

    private static ConditionRow Entry(DocumentPath path, string name) =>
        new(Groups.Contains(name) ? RowKind.Group : FieldCatalog.Windows.Any(w => w.Path == name) ? RowKind.Window : RowKind.Field, path, name);
}
