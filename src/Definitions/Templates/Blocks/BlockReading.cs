using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>Reads the blocks of a language.</summary>
internal sealed partial class BlockReading(SourceFile file, bool published)
{
    /// <summary>Most blocks of a language, those in columns included.</summary>
    public const int BlocksMax = 60;

    /// <summary>Most columns beside each other.</summary>
    public const int ColumnsMax = 3;

    /// <summary>Longest label of a button or link, in characters.</summary>
    public const int LabelLengthMax = 200;

    /// <summary>Longest heading and longest description of an image, in characters.</summary>
    public const int LineLengthMax = 500;

    private const int LevelMax = 3;

    private int _count;

    public ImmutableArray<Block> Read(Node node) => Read(node, "blocks", inColumn: false);

    private ImmutableArray<Block> Read(Node node, string name, bool inColumn)
    {
        if (node is not ListNode list)
        {
            if (node is not BrokenNode)
            {
                file.Error(node.Place, $"'{name}' is a list of blocks; begin each with a dash, like - text: Hello");
            }

            return [];
        }

        if (list.Items.IsEmpty && !inColumn)
        {
            file.Error(list.Place, "'blocks' is an empty list; write at least one block");
        }

        var blocks = ImmutableArray.CreateBuilder<Block>();
        foreach (var item in list.Items)
        {
            if (++_count == BlocksMax + 1)
            {
                file.Error(item.Place, $"more than {BlocksMax} blocks in one language; remove some, or join texts that follow each other");
            }

            if (_count <= BlocksMax && One(item, inColumn) is { } block)
            {
                blocks.Add(block);
            }
        }

        return blocks.ToImmutable();
    }

    private Block? One(Node node, bool inColumn)
    {
        var known = BlockShapes.Block.Fields;
        switch (node)
        {
            case BrokenNode:
                return null;
            case TextNode { Value: "divider" }:
                return new DividerBlock(node.Place, null);
            case TextNode { Value: "unsubscribe" } when !inColumn:
                return new UnsubscribeBlock(node.Place, null, null, null);
            case MapNode { Entries: [var first, .. var more] }:
                var name = first.Key.Value;
                if (!known.Contains(name))
                {
                    var near = Spelling.Suggest(name, known);
                    file.Error(first.Key.Place, $"unknown block '{Fields.Short(name)}'{(near.Length > 0 ? near : $"; there are {string.Join(", ", known)}")}");
                    return null;
                }

                if (more.Length > 0)
                {
                    file.Error(more[0].Key.Place, $"'{Fields.Short(more[0].Key.Value)}' does not belong here: a block is one thing, its fields are indented below it, and the next begins with a dash");
                }

                if (inColumn && name is ("columns" or "unsubscribe"))
                {
                    file.Error(first.Key.Place, name == "columns" ? "there are no columns in columns; put these blocks one below the other" : "'unsubscribe' goes below the columns, at the end of the message");
                    return null;
                }

                return Of(name, first);
            default:
                file.Error(node.Place, $"a block begins with what it is, like text: Hello; there are {string.Join(", ", known)}");
                return null;
        }
    }

    private Block? Of(string name, MapEntry entry)
    {
        var (key, node) = (entry.Key, entry.Value);
        if (node is BrokenNode)
        {
            return null;
        }

        if (node is TextNode { IsEmpty: true } && name is not ("divider" or "unsubscribe"))
        {
            file.Error(key.Place, $"'{name}' has no value; write one after the colon, or remove the block");
            return null;
        }

        switch (name)
        {
            case "text":
                return Text(node);
            case "columns":
                return Columns(key, node);
            case "divider" when node is TextNode { IsEmpty: true }:
                return new DividerBlock(key.Place, null);
            case "unsubscribe" when node is TextNode { IsEmpty: true }:
                return new UnsubscribeBlock(key.Place, null, null, null);
            case "heading":
                return Fields.Open(file, node, BlockShapes.Heading) is { } heading && Liquid(heading, "text", LineLengthMax, required: true) is { } title
                    ? new HeadingBlock(key.Place, title, heading.Whole("level", 1, LevelMax, 1))
                    : null;
            case "image":
                return Fields.Open(file, node, BlockShapes.Image) is { } image ? Image(key, image) : null;
            case "button":
                return Fields.Open(file, node, BlockShapes.Button) is { } button ? Button(key, button) : null;
            case "products":
                return Fields.Open(file, node, BlockShapes.Products) is { } products ? Products(key, products) : null;
            case "divider":
                return Fields.Open(file, node, BlockShapes.Divider) is { } divider ? new DividerBlock(key.Place, Color(divider, "color")) : null;
            default:
                return Fields.Open(file, node, BlockShapes.Unsubscribe) is { } fields
                    ? new UnsubscribeBlock(key.Place, Liquid(fields, "text", LineLengthMax), Liquid(fields, "label", LabelLengthMax), Liquid(fields, "preferences", LabelLengthMax))
                    : null;
        }
    }

    private TextBlock? Text(Node node)
    {
        if (LiquidField.Text(file, node, "text", TemplateReading.TextLengthMax, published) is not { } text)
        {
            return null;
        }

        var (html, links) = BlockMarkup.Of(text.Value);
        foreach (var (at, address) in links)
        {
            if (MailLinks.Problem(address.Trim(), picture: false) is { } problem)
            {
                file.Error(text.At(at), problem);
            }
        }

        return new TextBlock(text.Place, text, html, [.. links.Select(l => new BlockLink(text.At(l.At), l.Address.Trim()))]);
    }

    private ImageBlock? Image(TextNode key, Fields fields)
    {
        var source = Link(fields, "source", picture: true, required: true);
        var link = Link(fields, "link", picture: false, required: false);

        // An empty description is a statement: the image is decoration.
        var alt = fields.Optional("alt") is TextNode { Value: "" } ? "" : Liquid(fields, "alt", LineLengthMax)?.Value;
        var width = fields.Whole(fields.Optional("width"), "width", 1, MailHtml.WidthMax);
        return source is { } from ? new ImageBlock(key.Place, from, alt, link, width) : null;
    }

    private ButtonBlock? Button(TextNode key, Fields fields)
    {
        var label = Liquid(fields, "label", LabelLengthMax, required: true);
        var link = Link(fields, "link", picture: false, required: true);
        var color = Color(fields, "color") ?? MailColor.Parse(MailHtml.Accent)!.Value;
        var labelColor = Color(fields, "labelColor") ?? color.Label;
        return label is not null && link is { } to ? new ButtonBlock(key.Place, label, to, color, labelColor) : null;
    }

    private ColumnsBlock? Columns(TextNode key, Node node)
    {
        if (node is not ListNode { Items: var columns } || columns.Length is < 2 or > ColumnsMax)
        {
            file.Error(node.Place, $"'columns' is a list of 2 to {ColumnsMax} columns, each a list of blocks, like [[{{text: Left}}], [{{text: Right}}]]");
            return null;
        }

        return new ColumnsBlock(key.Place, [.. columns.Select(c => Read(c, "columns", inColumn: true))]);
    }

    private TextNode? Liquid(Fields fields, string name, int lengthMax, bool required = false) =>
        LiquidField.Text(file, required ? fields.Required(name) : fields.Optional(name), name, lengthMax, published);

    private BlockLink? Link(Fields fields, string name, bool picture, bool required)
    {
        if (LiquidField.Text(file, required ? fields.Required(name) : fields.Optional(name), name, MailLinks.LengthMax, published) is not { } node)
        {
            return null;
        }

        var address = node.Value.Trim();
        if (MailLinks.Problem(address, picture) is not { } problem)
        {
            return new BlockLink(node.Place, address);
        }

        file.Error(node.Place, problem);
        return null;
    }

    private static MailColor? Color(Fields fields, string name)
    {
        if (fields.Text(name, Fields.NameLengthMax) is not { } text)
        {
            return null;
        }

        if (MailColor.Parse(text) is { } color)
        {
            return color;
        }

        fields.File.Error(fields.Optional(name)!.Place, $"'{Fields.Short(text)}' is no colour; write it in quotes as \"#rrggbb\", like \"{MailHtml.Accent}\"");
        return null;
    }
}
