namespace CxOrchestrator.Definitions.Editing;

/// <summary>The least that a change has to write. What comes out is a proposal: the editor checks that it says what it should.</summary>
internal static class PlaceEdits
{
    /// <summary>Null where the change concerns more than its own place.</summary>
    public static string? Of(DocumentTree tree, DocumentEdit edit) => edit switch
    {
        SetValue set when tree.NodeAt(set.Path) is not null => Write(tree, set.Path, set.Value),
        SetValue { Path: { Name: { } name, Parent: { } parent } } set when tree.NodeAt(parent) is { Value: GroupValue group } node =>
            FieldEdits.Insert(tree.Text, node, set.PlaceOf(group, name), name, set.Value),
        SetValue { Path: { Index: >= 0, Parent: { } parent } } set when tree.NodeAt(parent) is { Value: ListValue list } node =>
            ItemEdits.Insert(tree.Text, node, list.Items.Length, set.Value),
        InsertItem insert when tree.NodeAt(insert.Path.Parent!) is { Value: ListValue list } node =>
            ItemEdits.Insert(tree.Text, node, Math.Clamp(insert.Path.Index, 0, list.Items.Length), insert.Value),
        RemoveValue { Path: { Name: { } name, Parent: { } parent } } when tree.NodeAt(parent) is { } node => FieldEdits.Remove(tree.Text, node, node.IndexOf(name)),
        RemoveValue { Path: { Index: >= 0 and var index, Parent: { } parent } } when tree.NodeAt(parent) is { } node => ItemEdits.Remove(tree.Text, node, index),
        MoveItem move when tree.NodeAt(move.Path.Parent!) is { Value: ListValue list } node =>
            ItemEdits.Move(tree.Text, node, move.Path.Index, Math.Clamp(move.To, 0, list.Items.Length - 1)),
        RenameField { Path: { Name: { } name, Parent: { } parent } } rename when tree.NodeAt(parent) is { } node => FieldEdits.Rename(tree.Text, node, node.IndexOf(name), rename.To),
        _ => null,
    };

    /// <summary>Writes a value in the place of the one that is there; null where none is.</summary>
    public static string? Write(DocumentTree tree, DocumentPath path, DocumentValue value)
    {
        if (path.Parent is not { } parent || tree.NodeAt(path) is not { } node || tree.NodeAt(parent) is not { } outer)
        {
            return null;
        }

        if (outer.Flow)
        {
            // A text of several lines, or a long one, is not for braces: the block around it is rewritten.
            return value is SingleValue { Text: var text } && (text.Contains('\n', StringComparison.Ordinal) || text.Length > 80) && node.Value is SingleValue { Text.Length: < 80 }
                ? null
                : Splice(tree.Text, node.Start, node.End, ValueWriter.Flow(value));
        }

        if (path.Name is { } name)
        {
            var key = outer.Fields[outer.IndexOf(name)].Key;
            var colon = tree.Text.IndexOf(':', key.End) + 1;
            return Splice(tree.Text, colon, Math.Max(colon, node.End), AfterColon(node, value, key.Column - 1));
        }

        return Splice(tree.Text, node.Start, node.End, node.Flow && value is not SingleValue && IsOneLine(value) ? ValueWriter.Flow(value) : ValueWriter.Inline(value, node.Column - 1));
    }

    public static string Splice(string text, int start, int end, string put) => string.Concat(text.AsSpan(0, start), put, text.AsSpan(end));

    // What was in braces stays there while it fits; what was not stays a field a line.
    private static string AfterColon(TreeNode was, DocumentValue value, int column) => (was, value) switch
    {
        ({ Flow: true }, not SingleValue) when IsOneLine(value) => " " + ValueWriter.Flow(value),
        ({ Flow: false, Value: GroupValue }, GroupValue { Fields.IsEmpty: false } group) => "\n" + ValueWriter.Pad(was.Column - 1) + ValueWriter.Fields(group, was.Column - 1),
        _ => ValueWriter.AfterColon(value, column),
    };

    private static bool IsOneLine(DocumentValue value) => ValueWriter.Flow(value) is { Length: <= 120 } written && !written.Contains("\\n", StringComparison.Ordinal);
}
