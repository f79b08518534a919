using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>The values of a document by their paths, as the text says them. A text that cannot be parsed has errors in place of values.</summary>
public sealed class DocumentTree
{
    private DocumentTree(string text, TreeNode? root, ImmutableArray<DocumentError> errors)
    {
        Text = text;
        Node = root;
        Errors = errors;
    }

    public string Text { get; }

    /// <summary>What keeps the text from being parsed; none where <see cref="Root"/> can be read and edited.</summary>
    public ImmutableArray<DocumentError> Errors { get; }

    public bool IsReadable => Node is not null;

    /// <summary>Null where the text cannot be parsed.</summary>
    public GroupValue? Root => (GroupValue?)Node?.Value;

    internal TreeNode? Node { get; }

    /// <summary>Reads one document. Never throws on what the text holds.</summary>
    public static DocumentTree Parse(string text, string file = "text")
    {
        var problems = new Problems();
        var source = new SourceFile(new DocumentSource(file, text), 0, problems);
        if (Characters.FirstUnfit(source.Text) is { } unfit)
        {
            source.Error(unfit.Place, $"an invisible character ({unfit.Code}) that no document may have; remove it");
            return new(source.Text, null, problems.InOrder());
        }

        var slices = Slice.Of(source.Text).Select(s => (Slice: s, Reading: NodeReader.Read(s))).Where(s => s.Reading.Root is not null || !s.Reading.Complete).ToList();
        foreach (var (place, message) in slices.SelectMany(s => s.Reading.Errors))
        {
            source.Error(place, message);
        }

        if (slices.Count != 1 || (slices[0].Reading.Root is not MapNode && !problems.Any))
        {
            source.Error(
                slices.Count > 1 ? new Place(slices[1].Slice.FirstLine, 1) : Place.Start,
                slices.Count > 1 ? "a second document begins here; keep one document in a text" : "a document is a group of fields and begins with its kind, like 'kind: policy'");
        }

        return problems.Any ? new(source.Text, null, problems.InOrder()) : new(source.Text, Node(source.Text, slices[0].Slice), []);

        static TreeNode Node(string text, Slice slice) => TreeReader.Read(text, slice.Text, OffsetOf(text, slice.FirstLine), slice.FirstLine - 1);
    }

    /// <summary>The value there; null where nothing does.</summary>
    public DocumentValue? At(DocumentPath path) => NodeAt(path)?.Value;

    /// <summary>The characters that a value is written with; null where it is not there.</summary>
    public string? SourceOf(DocumentPath path) => NodeAt(path) is { } node ? Text[node.Start..node.End] : null;

    /// <summary>Line and column, from 1, of a field's name or an item's beginning; null where it is not there.</summary>
    public (int Line, int Column)? PlaceOf(DocumentPath path)
    {
        if (path.Parent is { } parent && path.Name is { } name && NodeAt(parent) is { } group && group.IndexOf(name) is >= 0 and var at)
        {
            return (group.Fields[at].Key.Line, group.Fields[at].Key.Column);
        }

        return NodeAt(path) is { } node ? (node.Line, node.Column) : null;
    }

    /// <summary>The innermost value that is written at or around a place; the document itself where none is.</summary>
    public DocumentPath PathAt(int line, int column)
    {
        var path = DocumentPath.Root;
        for (var node = Node; node is not null;)
        {
            var field = node.Fields.LastOrDefault(f => !Before(line, column, f.Key));
            var item = node.Items.LastOrDefault(i => !Before(line, column, i));
            if (field.Key is { Value: SingleValue key } && Holds(field.Key.Start, field.Value.End))
            {
                (path, node) = (path / key.Text, field.Value);
            }
            else if (item is not null && Holds(item.Start, item.End))
            {
                (path, node) = (path / node.Items.IndexOf(item), item);
            }
            else
            {
                break;
            }
        }

        return path;

        // What is missing is reported where the group begins: the line counts, not how far it goes.
        bool Holds(int start, int end) => LineOf(start) <= line && line <= LineOf(end);
    }

    internal TreeNode? NodeAt(DocumentPath path) => path.Parent is null ? Node : NodeAt(path.Parent)?.Step(path);

    private static bool Before(int line, int column, TreeNode node) => line < node.Line || (line == node.Line && column < node.Column);

    private static int OffsetOf(string text, int line)
    {
        var at = 0;
        for (var i = 1; i < line; i++)
        {
            at = text.AsSpan(at).IndexOfAny('\r', '\n') + at;
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        }

        return at;
    }

    private int LineOf(int offset)
    {
        var line = 1;
        for (var at = 0; at < offset && at < Text.Length; at++)
        {
            line += Text[at] == '\n' || (Text[at] == '\r' && (at + 1 >= Text.Length || Text[at + 1] != '\n')) ? 1 : 0;
        }

        return line;
    }
}
