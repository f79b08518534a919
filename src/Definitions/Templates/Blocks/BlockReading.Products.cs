using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Templates.Blocks;

internal sealed partial class BlockReading
{
    /// <summary>Fewest columns of a grid of products, and how many it has unless it says so.</summary>
    private const int GridColumnsMin = 2;

    private ProductsBlock? Products(TextNode key, Fields fields)
    {
        var grid = fields.Choice("layout", false, ("rows", false), ("grid", true));
        var columns = fields.Whole("columns", GridColumnsMin, ColumnsMax, GridColumnsMin);
        if (!grid && fields.Has("columns"))
        {
            file.Error(fields.PlaceOf("columns"), "'columns' goes with layout: grid; rows are one below the other");
        }

        if (fields.Has("items") == fields.Has("from"))
        {
            file.Error(
                fields.Has("from") ? fields.PlaceOf("from") : key.Place,
                fields.Has("from") ? "there are both 'items' and 'from'; keep one" : "'products' needs 'items', a list of products, or 'from', a field that holds one, like touchpoint.products");
            return null;
        }

        var from = From(fields);
        var items = fields.Groups(fields.Optional("items"), "items", ProductsBlock.ItemsMax).Select(Product).OfType<Product>().ToImmutableArray();
        return from is null && items.IsEmpty ? null : new ProductsBlock(key.Place, grid ? columns : 1, items, from);
    }

    private Product? Product(Node node)
    {
        if (Fields.Open(file, node, BlockShapes.Product) is not { } fields)
        {
            return null;
        }

        var name = Liquid(fields, "name", LineLengthMax, required: true);
        var image = Link(fields, "image", picture: true, required: false);
        var alt = Liquid(fields, "alt", LineLengthMax);
        var price = Liquid(fields, "price", LabelLengthMax);
        var link = Link(fields, "link", picture: false, required: false);
        return name is null ? null : new Product(name, image, alt?.Value, price, link);
    }

    // A field, not a text: what it holds is read as a list.
    private string? From(Fields fields)
    {
        if (fields.Text("from", Fields.NameLengthMax) is not { } from)
        {
            return null;
        }

        var place = fields.Optional("from")!.Place;
        if (!from.StartsWith("touchpoint.", StringComparison.Ordinal) && !from.StartsWith("customer.", StringComparison.Ordinal))
        {
            file.Error(place, $"'{Fields.Short(from)}' is no attribute; write it like touchpoint.products or customer.products");
            return null;
        }

        var value = new TextNode(place, $"{{{{ {from} | default: \"\" }}}}", Plain: false, ContentColumn: 0);
        if (!from.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') || LiquidParsing.Parse(value.Value, out _) is null)
        {
            file.Error(place, $"'{Fields.Short(from)}' cannot be read by a template; use an attribute whose name has only letters, digits, '-' and '_', with dots between them");
            return null;
        }

        return LiquidField.Read(file, value, "from", published) is null ? null : from;
    }
}
