namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A field that conditions can ask for.</summary>
/// <param name="Path">As documents name it.</param>
/// <param name="Label">As people say it.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Values">Values to choose from, where they are known.</param>
/// <param name="Hint">What it goes from and to.</param>
public sealed record FieldInfo(string Path, string Label, FieldKind Kind, IReadOnlyList<Choice>? Values = null, string? Hint = null);
