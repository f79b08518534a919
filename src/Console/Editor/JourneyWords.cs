namespace CxOrchestrator.Console.Editor;

/// <summary>A journey as forms offer it.</summary>
internal sealed record JourneyWords(string Id, string Name, IReadOnlyList<Choice> Stages, IReadOnlyList<Choice> Expectations);
