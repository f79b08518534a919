using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A kind of block and how a form offers it.</summary>
/// <param name="Name">As documents name it.</param>
/// <param name="Label">As people read it.</param>
/// <param name="Begin">What a new one begins with.</param>
internal sealed record BlockKind(string Name, string Label, DocumentValue Begin);
