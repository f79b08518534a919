namespace CxOrchestrator.Console.Definitions;

/// <summary>A step that can be taken with a document.</summary>
/// <param name="Name">As the API names it.</param>
/// <param name="Label">What the button says.</param>
/// <param name="WhyNot">Why it cannot be taken now; null: it can.</param>
/// <param name="Primary">What most people came for.</param>
public sealed record LifeStep(string Name, string Label, string? WhyNot, bool Primary = false);
