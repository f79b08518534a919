namespace CxOrchestrator.Mailbox;

/// <summary>What is attached to a message.</summary>
/// <param name="Name">Of the file; empty: it has none.</param>
/// <param name="MediaType">As the message says.</param>
/// <param name="Bytes">Its size, decoded.</param>
public sealed record MessageAttachment(string Name, string MediaType, long Bytes);
