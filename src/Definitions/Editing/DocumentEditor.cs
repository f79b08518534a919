namespace CxOrchestrator.Definitions.Editing;

/// <summary>
/// Changes the text of a document at one place. The smallest part that has to is rewritten; comments, order and formatting elsewhere stay.
/// Each candidate text is parsed again and taken only if it says exactly what the change means: a text is never made worse than it was asked for.
/// </summary>
public static class DocumentEditor
{
    /// <summary>The text after the change; the same text where the change says nothing new.</summary>
    /// <exception cref="InvalidOperationException">The text cannot be parsed.</exception>
    public static string Apply(string text, DocumentEdit edit) => Apply(DocumentTree.Parse(text), edit).Text;

    /// <summary>The tree of the text after the change.</summary>
    /// <exception cref="InvalidOperationException">The text cannot be parsed.</exception>
    public static DocumentTree Apply(DocumentTree tree, DocumentEdit edit)
    {
        if (tree.Root is not { } root)
        {
            throw new InvalidOperationException("A text that cannot be parsed is not edited.");
        }

        var wanted = edit.Apply(root);
        if (wanted.Says(root))
        {
            return tree;
        }

        foreach (var candidate in Candidates(tree, edit, wanted))
        {
            if (DocumentTree.Parse(candidate) is { Root: { } made } after && made.Says(wanted))
            {
                return after;
            }
        }

        throw new System.Diagnostics.UnreachableException($"The document with {edit.Path} changed cannot be written.");
    }

    // From the least to the most that is rewritten.
    private static IEnumerable<string> Candidates(DocumentTree tree, DocumentEdit edit, DocumentValue wanted)
    {
        if (PlaceEdits.Of(tree, Outermost(tree, edit, wanted)) is { } least)
        {
            yield return least;
        }

        var ways = edit.Path.Way().Reverse().Where(p => p.Parent is not null).ToList();
        foreach (var path in edit is SetValue ? ways : ways.Skip(1))
        {
            if (At(wanted, path) is { } value && PlaceEdits.Write(tree, path, value) is { } written)
            {
                yield return written;
            }
        }

        var node = tree.Node!;
        var rewritten = ValueWriter.Fields((GroupValue)wanted, 0);
        yield return tree.Text[..node.Start] + rewritten + tree.Text[node.End..];
        yield return rewritten + "\n";
    }

    // Where groups on the way are missing, the first of them is the new field.
    private static DocumentEdit Outermost(DocumentTree tree, DocumentEdit edit, DocumentValue wanted) =>
        edit is SetValue set && edit.Path.Way().FirstOrDefault(p => tree.NodeAt(p) is null) is { } missing && missing != edit.Path && At(wanted, missing) is { } made
            ? set with { Path = missing, Value = made }
            : edit;

    private static DocumentValue? At(DocumentValue root, DocumentPath path) => path.Parent is null ? root : (At(root, path.Parent), path) switch
    {
        (GroupValue group, { Name: { } name }) => group[name],
        (ListValue list, { Index: >= 0 and var index }) when index < list.Items.Length => list.Items[index],
        _ => null,
    };
}
