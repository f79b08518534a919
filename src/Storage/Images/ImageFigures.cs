namespace CxOrchestrator.Storage.Images;

/// <summary>How much is stored.</summary>
/// <param name="Images">How many.</param>
/// <param name="Bytes">Of all of them.</param>
public readonly record struct ImageFigures(int Images, long Bytes);
