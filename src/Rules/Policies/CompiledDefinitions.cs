namespace CxOrchestrator.Rules.Policies;

/// <summary>A set of documents, indexed for deciding.</summary>
public sealed class CompiledDefinitions
{
    public CompiledDefinitions(DefinitionSet set) => Set = set;

    public static CompiledDefinitions Empty { get; } = new(DefinitionSet.Empty);

    public DefinitionSet Set { get; }

    public int Version => Set.Version;
}
