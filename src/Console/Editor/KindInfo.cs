using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Editor;

/// <summary>A kind of trigger or action: its name in documents, what people call it, and how a new one begins.</summary>
internal sealed record KindInfo(string Name, string Label, string Says, DocumentValue Begin);
