using System.Collections.Immutable;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>A part of a message that is laid out for mail programs; a closed family. Its texts are Liquid, checked as they were read.</summary>
internal abstract record Block(Place Place)
{
    /// <summary>As documents name it.</summary>
    public abstract string Name { get; }

    /// <summary>The addresses that it leads to or loads.</summary>
    public virtual ImmutableArray<BlockLink> Links => [];

    /// <summary>The words that a customer reads.</summary>
    public virtual IEnumerable<TextNode> Words => [];
}

/// <param name="Level">1 is the largest.</param>
internal sealed record HeadingBlock(Place Place, TextNode Text, int Level) : Block(Place)
{
    public override string Name => "heading";

    public override IEnumerable<TextNode> Words => [Text];
}

/// <param name="Html">The text with its markup as HTML.</param>
internal sealed record TextBlock(Place Place, TextNode Text, string Html, ImmutableArray<BlockLink> Found) : Block(Place)
{
    public override string Name => "text";

    public override ImmutableArray<BlockLink> Links => Found;

    public override IEnumerable<TextNode> Words => [Text];
}

/// <param name="Alt">Null: nothing says what it shows; empty: it is decoration.</param>
/// <param name="Width">In pixels; null: all the width that there is.</param>
internal sealed record ImageBlock(Place Place, BlockLink Source, string? Alt, BlockLink? Link, int? Width) : Block(Place)
{
    public override string Name => "image";

    public override ImmutableArray<BlockLink> Links => Link is { } link ? [Source, link] : [Source];
}

internal sealed record ButtonBlock(Place Place, TextNode Label, BlockLink Link, MailColor Color, MailColor LabelColor) : Block(Place)
{
    public override string Name => "button";

    public override ImmutableArray<BlockLink> Links => [Link];

    public override IEnumerable<TextNode> Words => [Label];
}

internal sealed record DividerBlock(Place Place, MailColor? Color) : Block(Place)
{
    public override string Name => "divider";
}

internal sealed record ColumnsBlock(Place Place, ImmutableArray<ImmutableArray<Block>> Columns) : Block(Place)
{
    public override string Name => "columns";
}

/// <param name="Label">Of the link to unsubscribe; null: the usual words of the language.</param>
/// <param name="Preferences">Of the link to the preference centre; null: the usual words of the language.</param>
internal sealed record UnsubscribeBlock(Place Place, TextNode? Text, TextNode? Label, TextNode? Preferences) : Block(Place)
{
    public override string Name => "unsubscribe";

    public override IEnumerable<TextNode> Words => Text is null ? [] : [Text];
}
