using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>The kinds of blocks, and the changes of a list of them.</summary>
internal static class BlockKinds
{
    /// <summary>What a new product begins with.</summary>
    public static GroupValue Product { get; } = GroupValue.Of(("name", SingleValue.Of("A product")), ("price", SingleValue.Of("49.90 EUR")), ("link", SingleValue.Of("https://shop.example/product")));

    public static IReadOnlyList<BlockKind> All { get; } =
    [
        new("heading", "Heading", GroupValue.Of(("text", SingleValue.Of("A heading")))),
        new("text", "Text", SingleValue.Of("Write the message here.")),
        new("image", "Image", GroupValue.Of(("source", SingleValue.Of("https://shop.example/image.png")))),
        new("button", "Button", GroupValue.Of(("label", SingleValue.Of("See details")), ("link", SingleValue.Of("https://shop.example/")))),
        new("products", "Products", GroupValue.Of(("items", ListValue.Of(Product)))),
        new("divider", "Divider", GroupValue.Empty),
        new("columns", "Columns", ListValue.Of(Column("Left"), Column("Right"))),
        new("unsubscribe", "Unsubscribe links", GroupValue.Of(("text", SingleValue.Of("You get this because you ordered from us.")))),
    ];

    /// <summary>Most columns beside each other.</summary>
    public const int ColumnsMax = 3;

    /// <summary>A new block of that kind.</summary>
    public static DocumentValue Begin(BlockKind kind) => GroupValue.Of((kind.Name, kind.Begin));

    public static ListValue Column(string text) => ListValue.Of(GroupValue.Of(("text", SingleValue.Of(text))));

    /// <summary>The kind of the block at a place; null where there is none that is known.</summary>
    public static BlockKind? Of(DocumentTree tree, DocumentPath path) => tree.At(path) switch
    {
        GroupValue { Fields: [var only] } => All.FirstOrDefault(k => k.Name == only.Key),
        SingleValue { Text: "divider" or "unsubscribe" } single => All.First(k => k.Name == single.Text),
        _ => null,
    };

    /// <summary>At the end; before the links that end a message.</summary>
    public static DocumentEdit Add(DocumentTree tree, DocumentPath list, DocumentValue block)
    {
        if (tree.At(list) is not ListValue { Items: { Length: > 0 } items })
        {
            return new SetValue { Path = list, Value = ListValue.Of(block), Order = FieldOrders.Of(list) };
        }

        var ends = Of(tree, list / (items.Length - 1)) is { Name: "unsubscribe" } && block is not GroupValue { Fields: [{ Key: "unsubscribe" }] };
        return new InsertItem { Path = list / (ends ? items.Length - 1 : items.Length), Value = block };
    }

    /// <summary>The block once more, below itself.</summary>
    public static DocumentEdit Duplicate(DocumentTree tree, DocumentPath list, int at) => new InsertItem { Path = list / (at + 1), Value = tree.At(list / at)! };

    /// <summary>The last one leaves an empty list: the message stays one of blocks.</summary>
    public static DocumentEdit Remove(DocumentTree tree, DocumentPath list, int at) => tree.At(list) is ListValue { Items.Length: 1 }
        ? new SetValue { Path = list, Value = ListValue.Of() }
        : new RemoveValue { Path = list / at };
}
