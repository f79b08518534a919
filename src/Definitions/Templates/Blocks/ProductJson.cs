using System.Text.Encodings.Web;
using System.Text.Json;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>
/// Products in a value: a JSON list of objects with <c>name</c>, <c>image</c>, <c>alt</c>, <c>price</c> and <c>link</c>, as lists of objects in attributes are kept.
/// What a source sends is nobody's markup: every part is escaped, and an address is one of a page or there is none.
/// </summary>
internal static class ProductJson
{
    /// <summary>Longest part of a product, in characters; a longer address is none, a longer text is cut.</summary>
    private const int PartLengthMax = MailLinks.LengthMax;

    private const int DepthMax = 16;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Default;

    /// <summary>At most <see cref="ProductsBlock.ItemsMax"/>; none where the text is no such list.</summary>
    public static IReadOnlyList<ProductCell> Read(string json)
    {
        if (json.Length > Liquid.LengthMax || json.AsSpan().TrimStart() is not ['[', ..])
        {
            return [];
        }

        try
        {
            using var list = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DepthMax });
            return [.. list.RootElement.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).Select(Of).Where(p => p.Name.Length > 0).Take(ProductsBlock.ItemsMax)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static ProductCell Of(JsonElement product) => new(
        Encoder.Encode(Text(product, "name")), Image(product), Encoder.Encode(Text(product, "alt")), Encoder.Encode(Text(product, "price")), Address(product, "link"));

    private static string Text(JsonElement product, string name)
    {
        var text = product.TryGetProperty(name, out var value)
            ? value.ValueKind switch { JsonValueKind.String => value.GetString()!.Trim(), JsonValueKind.Number => value.GetRawText(), _ => "" }
            : "";
        return Graphemes.Cut(text, PartLengthMax);
    }

    private static string Image(JsonElement product) =>
        Address(product, "image") is var address && address.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? address : "";

    private static string Address(JsonElement product, string name) =>
        Text(product, name) is { Length: > 0 and < PartLengthMax } text && Liquid.Link(text) is var address && address != Liquid.NoLink ? Encoder.Encode(address) : "";
}
