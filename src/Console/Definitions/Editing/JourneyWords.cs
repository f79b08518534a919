namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A journey as forms offer it.</summary>
internal sealed record JourneyWords(string Id, string Name, IReadOnlyList<Choice> Stages, IReadOnlyList<Choice> Expectations);
