using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>The groups of fields of blocks.</summary>
internal static class BlockShapes
{
    /// <summary>Has one of these; each item of <c>blocks</c> is one.</summary>
    public static Shape Block { get; } = new("block", "a block", "heading", "text", "image", "button", "products", "divider", "columns", "unsubscribe");

    public static Shape Heading { get; } = new("headingBlock", "a heading", "text", "level");

    public static Shape Image { get; } = new("imageBlock", "an image", "source", "alt", "link", "width");

    public static Shape Button { get; } = new("buttonBlock", "a button", "label", "link", "color", "labelColor");

    public static Shape Products { get; } = new("productsBlock", "products", "layout", "columns", "items", "from");

    public static Shape Product { get; } = new("product", "a product", "name", "image", "alt", "price", "link");

    public static Shape Divider { get; } = new("dividerBlock", "a divider", "color");

    public static Shape Unsubscribe { get; } = new("unsubscribeBlock", "unsubscribe", "text", "label", "preferences");

    public static ImmutableArray<Shape> All { get; } = [Block, Heading, Image, Button, Products, Product, Divider, Unsubscribe];
}
