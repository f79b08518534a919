namespace CxOrchestrator.Console.Definitions;

/// <summary>A document to begin from.</summary>
/// <param name="Pack">The pack it comes from; empty: from nothing.</param>
/// <param name="Name">What people read.</param>
/// <param name="Says">What it is for.</param>
/// <param name="Text">The document.</param>
internal sealed record StartingPoint(string Pack, string Name, string Says, string Text);
