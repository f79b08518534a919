namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>Something to choose: the value in the document and what people read.</summary>
public sealed record Choice(string Value, string Label);
