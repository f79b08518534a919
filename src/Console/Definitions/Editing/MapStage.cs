namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A stage on the map.</summary>
internal sealed record MapStage(string Name, string Enter, bool Goal, bool End, string? Worth, string WorthClass, double X);
