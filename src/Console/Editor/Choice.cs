namespace CxOrchestrator.Console.Editor;

/// <summary>Something to choose: the value in the document and what people read.</summary>
public sealed record Choice(string Value, string Label);
