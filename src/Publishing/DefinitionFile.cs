namespace CxOrchestrator.Publishing;

/// <summary>A file of documents that was found in a folder.</summary>
/// <param name="Name">Its path within the folder, with slashes.</param>
/// <param name="Path">Where it is read: symbolic links are followed to their end.</param>
public readonly record struct DefinitionFile(string Name, string Path);
