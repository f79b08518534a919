namespace CxOrchestrator.Publishing;

/// <summary>A file or folder that is not read.</summary>
/// <param name="Name">Its path within the folder, with slashes.</param>
/// <param name="Reason">Why, as the end of a sentence: "its name begins with a dot".</param>
public readonly record struct PassedOverFile(string Name, string Reason);
