using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>A product that an author wrote.</summary>
/// <param name="Name">Where it comes out empty, the product is left out of the message.</param>
/// <param name="Image">Null: none.</param>
/// <param name="Alt">What the image shows; null: the name says it.</param>
/// <param name="Price">With its currency, as customers read it; null: none.</param>
/// <param name="Link">Null: none.</param>
internal sealed record Product(TextNode Name, BlockLink? Image, string? Alt, TextNode? Price, BlockLink? Link);
