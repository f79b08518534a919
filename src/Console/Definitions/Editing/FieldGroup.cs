namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>Fields that belong together in a picker.</summary>
public sealed record FieldGroup(string Label, IReadOnlyList<FieldInfo> Fields);
