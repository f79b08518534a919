using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engine;

/// <summary>Walks the conditions each time: what the others are compared with.</summary>
public sealed class InterpretedEngine : IConditionEngine, IConditionSet
{
    public static InterpretedEngine Instance { get; } = new();

    public string Name => "Interpreted";

    public IConditionSet Compile(CompiledDefinitions definitions) => this;

    public void Evaluate(ReadOnlySpan<PolicyDefinition> policies, Facts facts, Span<bool> holds)
    {
        for (var i = 0; i < policies.Length; i++)
        {
            holds[i] = Conditional.Holds(policies[i].When, facts);
        }
    }
}
