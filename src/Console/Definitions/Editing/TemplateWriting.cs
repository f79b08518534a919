using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Templates;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A template is written as blocks, as HTML or as plain text; and what changing from one to another means.</summary>
internal static class TemplateWriting
{
    public const string Blocks = "blocks";

    public const string Html = "html";

    public const string Plain = "text";

    /// <summary>What each is called.</summary>
    public static IReadOnlyList<Choice> All { get; } = [new(Blocks, "blocks (HTML mail)"), new(Html, "HTML code"), new(Plain, "plain text")];

    /// <summary>How the template is written; blocks where any language has them.</summary>
    public static string Of(DocumentTree tree) =>
        Languages(tree).Any(l => tree.At(l / "blocks") is not null) ? Blocks
        : tree.At(DocumentPath.Root / "format") is SingleValue { Text: "html" } ? Html : Plain;

    /// <summary>What is lost by it; null where nothing is.</summary>
    public static string? Loses(string from, string to) => (from, to) switch
    {
        (Blocks, Html) => "HTML cannot be converted back to blocks. Undo restores them while this page is open.",
        (Blocks, Plain) => "Images, colors and layout are removed; words and links stay. Undo restores them while this page is open.",
        (Html, Blocks) => "HTML cannot be converted to blocks: the text of every language is replaced with blocks to start from. Undo restores it while this page is open.",
        (Html, Plain) => "The text stays as it is, and customers would see its HTML tags. Remove them before you publish.",
        (Plain, Html) => "The text stays as it is, and HTML ignores its line breaks. Add <p> or <br> tags.",
        _ => null,
    };

    /// <summary>The changes that convert it; null where blocks have errors.</summary>
    public static IReadOnlyList<DocumentEdit>? Convert(DocumentTree tree, string to)
    {
        var from = Of(tree);
        var format = DocumentPath.Root / "format";
        var edits = new List<DocumentEdit> { new SetValue { Path = format, Value = SingleValue.Of(to == Plain ? "text" : "html"), Order = FieldOrders.Of(format) } };
        foreach (var language in Languages(tree))
        {
            var (text, blocks) = (language / "text", language / "blocks");
            if (to == Blocks && tree.At(blocks) is null)
            {
                var begin = from == Plain && tree.At(text) is SingleValue { IsEmpty: false } written ? written : SingleValue.Of("Write the message here.");
                edits.Add(new RemoveValue { Path = text });
                edits.Add(new SetValue { Path = blocks, Value = ListValue.Of(GroupValue.Of(("text", begin))), Order = FieldOrders.Of(blocks) });
            }
            else if (to != Blocks && tree.At(blocks) is not null)
            {
                if ((to == Html ? TemplateBlocks.HtmlOf(tree.Text, language.Name!) : TemplateBlocks.TextOf(tree.Text, language.Name!)) is not { } converted)
                {
                    return null;
                }

                edits.Add(new RemoveValue { Path = blocks });
                edits.Add(new RemoveValue { Path = language / "preheader" });
                edits.Add(new SetValue { Path = text, Value = SingleValue.Of(converted), Order = FieldOrders.Of(text) });
            }
        }

        return edits;
    }

    private static IEnumerable<DocumentPath> Languages(DocumentTree tree)
    {
        var languages = DocumentPath.Root / "languages";
        return tree.At(languages) is GroupValue group ? group.Fields.Select(f => languages / f.Key) : [];
    }
}
