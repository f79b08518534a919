namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Makes each policy's conditions a predicate of closures at publication. The default.</summary>
public sealed class CompiledEngine : IConditionEngine
{
    private CompiledEngine()
    {
    }

    public static CompiledEngine Instance { get; } = new();

    public bool Indexed => true;

    public IPolicyConditions Compile(CompiledDefinitions definitions) => new CompiledConditions(definitions);
}
