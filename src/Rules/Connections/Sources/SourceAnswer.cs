namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>An answer to an accepted delivery.</summary>
/// <param name="When">The request is one that is answered so, as JMESPath; null: every one.</param>
/// <param name="Text">The answer's body.</param>
public sealed record SourceAnswer(string? When, string Text);
