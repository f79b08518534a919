namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>A product as it is laid out. All of it is HTML already, escaped for a text and for a quoted attribute; empty: there is none.</summary>
/// <param name="Name">Without one it is not shown.</param>
/// <param name="Image">Address of the image.</param>
/// <param name="Alt">What the image shows; empty: the name says it.</param>
/// <param name="Price">With its currency.</param>
/// <param name="Link">Address of its page.</param>
internal readonly record struct ProductCell(string Name, string Image, string Alt, string Price, string Link);
