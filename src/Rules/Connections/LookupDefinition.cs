namespace CxOrchestrator.Rules.Connections;

/// <summary>How to ask whether the provider has a message; of the message only its id is known.</summary>
/// <param name="Request">With the sender's authentication.</param>
/// <param name="Found">JMESPath over the answer: it has the message.</param>
/// <param name="Missing">JMESPath over the answer: it surely does not; null: it never says so.</param>
/// <param name="Id">JMESPath over the answer: its own id of the message.</param>
public sealed record LookupDefinition(RequestDefinition Request, string Found, string? Missing, string? Id);
