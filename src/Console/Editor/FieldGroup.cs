namespace CxOrchestrator.Console.Editor;

/// <summary>Fields that belong together in a picker.</summary>
public sealed record FieldGroup(string Label, IReadOnlyList<FieldInfo> Fields);
