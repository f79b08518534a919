using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Walks each policy's conditions in the order of the document, without look-ups: slow and plain, what the others are held against.</summary>
public sealed class InterpretingEngine : IConditionEngine, IPolicyConditions
{
    private InterpretingEngine()
    {
    }

    public static InterpretingEngine Instance { get; } = new();

    public bool Indexed => false;

    public IPolicyConditions Compile(CompiledDefinitions definitions) => this;

    public bool Holds(PolicyDefinition policy, Facts facts) => Conditional.Holds(policy.When, facts);
}
