using CxOrchestrator.Api.Images;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>References to uploaded images that a message could not show. Only the gateway knows its images: the reader of documents knows how a reference is written.</summary>
internal static class ImageChecks
{
    /// <param name="tree">Of a template.</param>
    /// <param name="images">What there is; null: it is not known, and nothing is said.</param>
    public static IEnumerable<EditorProblem> Of(DocumentTree tree, ImagesView? images)
    {
        if (images is null || tree.Root is not { } root)
        {
            yield break;
        }

        var known = images.Items.Select(i => i.Reference).ToHashSet(StringComparer.Ordinal);
        var first = true;
        foreach (var (path, text) in Texts(root, DocumentPath.Root))
        {
            foreach (var reference in MessageImages.In(text).Select(f => MessageImages.Prefix + f))
            {
                if (!images.Reachable && first)
                {
                    yield return At(path, tree, "messages cannot show uploaded images: set Links:PublicAddress, or customers see the description only");
                    first = false;
                }

                if (images.Next is null && !known.Contains(reference))
                {
                    yield return At(path, tree, $"there is no uploaded image '{reference}'; it was deleted, or belongs to another installation: choose another one");
                }
            }
        }
    }

    private static EditorProblem At(DocumentPath path, DocumentTree tree, string message)
    {
        var (line, column) = tree.PlaceOf(path) ?? (1, 1);
        return new EditorProblem(path, DocumentCheck.File, line, column, message);
    }

    private static IEnumerable<(DocumentPath Path, string Text)> Texts(DocumentValue value, DocumentPath path) => value switch
    {
        SingleValue single => [(path, single.Text)],
        GroupValue group => group.Fields.SelectMany(f => Texts(f.Value, path / f.Key)),
        ListValue list => list.Items.SelectMany((item, i) => Texts(item, path / i)),
        _ => [],
    };
}
