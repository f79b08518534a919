using System.Collections.Immutable;

namespace CxOrchestrator.Sources.Files;

/// <summary>A column as people look at it.</summary>
/// <param name="Name">As the file has it.</param>
/// <param name="Type">As guessed, or as the file says.</param>
/// <param name="Examples">Its first values that differ, cut to a length.</param>
public sealed record PreviewColumn(string Name, ColumnType Type, ImmutableArray<string> Examples);
