using System.Collections.Immutable;
using CxOrchestrator.Definitions.Templates.Blocks;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>The texts of a language as the document has them, with their places.</summary>
/// <param name="Language">With its place.</param>
/// <param name="Subject">Null: there is none.</param>
/// <param name="Text">Null: it is made of blocks.</param>
/// <param name="Blocks">Empty: it is written as a text.</param>
/// <param name="Body">What is sent, before values are filled in.</param>
internal sealed record WrittenTexts(TextNode Language, TextNode? Subject, TextNode? Text, ImmutableArray<Block> Blocks, string Body);
