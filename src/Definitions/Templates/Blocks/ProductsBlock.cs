using System.Collections.Immutable;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>Products with their images, prices and links.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Columns">Beside each other; 1: one below the other, with the image beside the words.</param>
/// <param name="Items">Those that the author wrote; empty: they come <paramref name="From"/> a value.</param>
/// <param name="From">The field whose value is a JSON list of products; null: the author wrote them.</param>
internal sealed record ProductsBlock(Place Place, int Columns, ImmutableArray<Product> Items, string? From) : Block(Place)
{
    /// <summary>Most products of a block; of a value with more, those beyond are left out.</summary>
    public const int ItemsMax = 12;

    /// <summary>The value as a template reads it; a missing one is no list.</summary>
    public string? FromLiquid => From is null ? null : $"{{{{ {From} | default: \"\" }}}}";

    public override string Name => "products";

    public override ImmutableArray<BlockLink> Links => [.. Items.SelectMany(i => new[] { i.Image, i.Link }).OfType<BlockLink>()];

    public override IEnumerable<TextNode> Words => Items.SelectMany(i => new[] { i.Name, i.Price }).OfType<TextNode>();
}
