namespace CxOrchestrator.Sources.Files;

/// <summary>A file cannot be read, or not any further. The message is a sentence for people.</summary>
public sealed class FileUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
