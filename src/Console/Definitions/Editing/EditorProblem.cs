using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>An error and the field that it belongs to.</summary>
/// <param name="Path">Where it is in the document; null: in another document, which names this one.</param>
/// <param name="File">The other document.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record EditorProblem(DocumentPath? Path, string File, int Line, int Column, string Message);
