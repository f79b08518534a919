namespace CxOrchestrator.Rules.Connections;

/// <summary>How to try a connection without a message.</summary>
/// <param name="Request">With the sender's authentication.</param>
/// <param name="Works">JMESPath over the answer.</param>
/// <param name="Text">JMESPath over the answer: what to show; null: nothing beyond the status.</param>
public sealed record TestDefinition(RequestDefinition Request, string Works, string? Text);
