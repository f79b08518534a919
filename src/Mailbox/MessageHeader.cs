namespace CxOrchestrator.Mailbox;

/// <summary>A header of a message, decoded.</summary>
public sealed record MessageHeader(string Name, string Value);
