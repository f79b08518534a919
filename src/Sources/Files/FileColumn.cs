namespace CxOrchestrator.Sources.Files;

/// <summary>A column of a file.</summary>
/// <param name="Name">As the file has it; one of a name that there was before has a number after it.</param>
/// <param name="Type">As guessed, or as the file says.</param>
public sealed record FileColumn(string Name, ColumnType Type);
