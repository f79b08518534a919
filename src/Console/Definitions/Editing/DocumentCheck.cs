using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>Checks a document in its set, with the reader that will read it when it is published.</summary>
internal static partial class DocumentCheck
{
    /// <summary>The name that the document goes by in errors.</summary>
    public const string File = "this document";

    /// <param name="others">The other published documents; their file names tell what they are.</param>
    /// <param name="kind">What the document is to be.</param>
    /// <param name="id">Its id.</param>
    /// <param name="tree">Its text.</param>
    public static CheckedText Run(IEnumerable<DocumentSource> others, string kind, string id, DocumentTree tree)
    {
        if (!tree.IsReadable)
        {
            return new CheckedText(tree.Text, [.. tree.Errors.Select(e => Of(e, tree))]);
        }

        if (Misplaced(kind, id, tree) is { } misplaced)
        {
            return new CheckedText(tree.Text, [misplaced]);
        }

        // What is worth a look in a template is in itself; read alone, those of other documents do not fill the list.
        var read = DefinitionReader.Read([.. others, new DocumentSource(File, tree.Text)]);
        return new CheckedText(tree.Text, [.. read.Errors.Select(e => Of(e, tree))])
        {
            Warnings = [.. (kind == "template" ? DefinitionReader.Read([new DocumentSource(File, tree.Text)]) : read).Warnings.Where(w => w.File == File).Select(w => Of(w, tree))],
        };
    }

    /// <summary>An error, assigned to the field it is at.</summary>
    public static EditorProblem Of(DocumentError error, DocumentTree tree) =>
        new(error.File == File ? PathOf(error, tree) : null, error.File, error.Line, error.Column, error.Message);

    // What is missing is reported where its group begins; it belongs to the field that is not there.
    private static DocumentPath PathOf(DocumentError error, DocumentTree tree)
    {
        var path = tree.PathAt(error.Line, error.Column);
        if (MissingForm().Match(error.Message) is not { Success: true } missing)
        {
            return path;
        }

        var name = missing.Groups["name"].Value;
        return path.Way().Reverse().FirstOrDefault(p => tree.At(p) is GroupValue group && group[name] is null && Begins(p, error, tree)) is { } owner ? owner / name : path;
    }

    private static bool Begins(DocumentPath path, DocumentError error, DocumentTree tree) =>
        path.Parent is null || tree.At(path) is not GroupValue { Fields: [{ Key: var first }, ..] } || tree.PlaceOf(path) == (error.Line, error.Column)
            || tree.PlaceOf(path / first) is not { } place || place == (error.Line, error.Column) || place.Line == error.Line;

    private static EditorProblem? Misplaced(string kind, string id, DocumentTree tree)
    {
        foreach (var (name, wanted) in (ReadOnlySpan<(string, string)>)[("kind", kind), ("id", id)])
        {
            var path = DocumentPath.Root / name;
            if (tree.At(path) is SingleValue { IsEmpty: false } said && said.Text != wanted)
            {
                var (line, column) = tree.PlaceOf(path)!.Value;
                return new EditorProblem(path, File, line, column, $"this is the {kind} {id}; put '{name}: {wanted}' back, or begin a new document");
            }
        }

        return null;
    }

    [GeneratedRegex(@"^'(?<name>[A-Za-z]+)' is missing", RegexOptions.CultureInvariant)]
    private static partial Regex MissingForm();
}
