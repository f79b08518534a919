using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>
/// Products before and after their values are filled in. Which of them a customer sees, and so how they are laid out, is known only then: until then
/// each is a run of marked parts. A value cannot make a mark: its signs are escaped.
/// </summary>
internal static partial class ProductMarks
{
    private const string Begin = "<!--cx:products ";
    private const string End = "<!--cx:end-->\n";

    /// <summary>The block with its Liquid, for a template.</summary>
    public static string Of(ProductsBlock block, int width)
    {
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Begin}{block.Columns} {width}-->");
        if (block.FromLiquid is { } value)
        {
            html.Append($"<!--cx:from--><i>{value}</i>");
        }

        foreach (var product in block.Items.Select(Cell))
        {
            html.Append($"<!--cx:product--><i>{product.Name}</i><img src=\"{product.Image}\"><i>{product.Alt}</i><i>{product.Price}</i><a href=\"{product.Link}\"></a>");
        }

        return html.Append(End).ToString();
    }

    /// <summary>The block laid out as it is written; what comes from a value is not known and left out.</summary>
    public static string Written(ProductsBlock block, int width) => ProductGrid.Of(block.Items.Select(Cell), block.Columns, width);

    /// <summary>A message whose values are filled in, with its products laid out.</summary>
    public static string LayOut(string html) => html.Contains(Begin, StringComparison.Ordinal)
        ? Marked().Replace(html, block => ProductGrid.Of(
            Products(block.Groups["body"].Value),
            int.Parse(block.Groups["columns"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(block.Groups["width"].ValueSpan, CultureInfo.InvariantCulture)))
        : html;

    private static IEnumerable<ProductCell> Products(string body) => From().Match(body) is { Success: true } from
        ? ProductJson.Read(WebUtility.HtmlDecode(from.Groups["value"].Value))
        : Product().Matches(body).Select(p => new ProductCell(Value(p, "name"), Address(p, "image"), Value(p, "alt"), Value(p, "price"), Address(p, "link")));

    private static ProductCell Cell(Product product) => new(
        LiquidPieces.Escape(product.Name.Value),
        LiquidPieces.Escape(product.Image?.Address ?? ""),
        LiquidPieces.Escape(product.Alt ?? ""),
        LiquidPieces.Escape(product.Price?.Value ?? ""),
        LiquidPieces.Escape(product.Link?.Address ?? ""));

    private static string Value(Match product, string name) => product.Groups[name].Value.Trim();

    // A value that is no address came out as a link to nowhere.
    private static string Address(Match product, string name) => Value(product, name) is var address && address == Liquid.NoLink ? "" : address;

    [GeneratedRegex("<!--cx:products (?<columns>[0-9]+) (?<width>[0-9]+)-->(?<body>.*?)<!--cx:end-->\n", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Marked();

    [GeneratedRegex("^<!--cx:from--><i>(?<value>[^<]*)</i>", RegexOptions.CultureInvariant)]
    private static partial Regex From();

    [GeneratedRegex(
        "<!--cx:product--><i>(?<name>[^<]*)</i><img src=\"(?<image>[^\"]*)\"><i>(?<alt>[^<]*)</i><i>(?<price>[^<]*)</i><a href=\"(?<link>[^\"]*)\"></a>",
        RegexOptions.CultureInvariant)]
    private static partial Regex Product();
}
