using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Templates.Blocks;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>What an editor of templates asks of blocks.</summary>
public static class TemplateBlocks
{
    /// <summary>Most blocks of a language, those in columns included.</summary>
    public const int BlocksMax = BlockReading.BlocksMax;

    /// <summary>Most products of a block.</summary>
    public const int ProductsMax = ProductsBlock.ItemsMax;

    /// <summary>Width of what is in a message, in pixels.</summary>
    public const int WidthMax = MailHtml.WidthMax;

    /// <summary>Longest subject that phones show whole, in characters.</summary>
    public const int SubjectShownMax = TemplateReview.SubjectLengthMax;

    /// <summary>The blocks of a language as HTML with its Liquid; null where there are none or they have errors.</summary>
    /// <param name="document">Text of the template.</param>
    /// <param name="language">As the document names it.</param>
    public static string? HtmlOf(string document, string language)
    {
        if (TextsOf(document, language) is not { } texts || Blocks(texts) is not { } blocks)
        {
            return null;
        }

        string? Line(string name) => Value(texts, name) is TextNode { IsEmpty: false } text ? text.Value : null;
        return MailHtml.Of(language, Line("subject"), Line("preheader"), blocks);
    }

    /// <summary>The words and links of the blocks of a language as plain text with its Liquid; null where there are none or they have errors.</summary>
    /// <param name="document">Text of the template.</param>
    /// <param name="language">As the document names it.</param>
    public static string? TextOf(string document, string language)
    {
        if (TextsOf(document, language) is not { } texts || Blocks(texts) is not { } blocks)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var part in blocks.SelectMany(b => Parts(b, language)).Where(p => p.Length > 0))
        {
            text.Append(text.Length > 0 ? "\n\n" : "").Append(part);
        }

        return text.Append('\n').ToString();
    }

    private static IEnumerable<string> Parts(Block block, string language) => block switch
    {
        HeadingBlock heading => [heading.Text.Value],
        TextBlock text => [text.Text.Value.Trim()],
        ButtonBlock button => [$"{button.Label.Value}: {button.Link.Address}"],
        ImageBlock { Link: { } link } image => [image.Alt is { Length: > 0 } alt ? $"{alt}: {link.Address}" : link.Address],
        ProductsBlock products => products.Items.Select(Words),
        ColumnsBlock columns => columns.Columns.SelectMany(c => c).SelectMany(b => Parts(b, language)),
        UnsubscribeBlock unsubscribe =>
        [
            $"{(unsubscribe.Text is { } said ? $"{said.Value}\n" : "")}{unsubscribe.Label?.Value ?? MailWords.Of(language).Unsubscribe}: {{{{ unsubscribe }}}}\n{unsubscribe.Preferences?.Value ?? MailWords.Of(language).Preferences}: {{{{ preferences }}}}",
        ],
        _ => [],
    };

    private static string Words(Product product) =>
        string.Join('\n', new[] { product.Name.Value, product.Price?.Value, product.Link?.Address }.OfType<string>());

    private static ImmutableArray<Block>? Blocks(MapNode texts)
    {
        if (Value(texts, "blocks") is not { } node)
        {
            return null;
        }

        var problems = new Problems();
        var blocks = new BlockReading(new SourceFile(new DocumentSource("", ""), 0, problems), published: false).Read(node);
        return problems.Any ? null : blocks;
    }

    private static MapNode? TextsOf(string document, string language) =>
        NodeReader.Read(new Slice(document, 1)) is { Complete: true, Root: MapNode root } && Value(root, "languages") is MapNode languages ? Value(languages, language) as MapNode : null;

    private static Node? Value(MapNode map, string name) => map.Entries.FirstOrDefault(e => e.Key?.Value == name).Value;
}
