namespace CxOrchestrator.Sources.Files;

/// <summary>A row of a file.</summary>
/// <param name="Number">1 for the first; the header does not count.</param>
/// <param name="Json">A JSON object; null where the row cannot be read.</param>
/// <param name="Problem">Why it cannot be read, as a sentence.</param>
public sealed record FileRow(long Number, string? Json, string? Problem);
