using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Testing;

/// <summary>The compiled engine, but that one policy fails on touchpoints that say <c>poison: true</c>.</summary>
public sealed class FragileEngine(string policy) : IConditionEngine
{
    public const string Attribute = "poison";

    public bool Indexed => true;

    public IPolicyConditions Compile(CompiledDefinitions definitions) => new Conditions(policy, CompiledEngine.Instance.Compile(definitions));

    private sealed class Conditions(string fragile, IPolicyConditions inner) : IPolicyConditions
    {
        public bool Holds(PolicyDefinition policy, Facts facts) =>
            policy.Id == fragile && facts.Touchpoint?.Attributes[Attribute] == Scalar.Of(true) ? throw new FormatException("secret of a customer") : inner.Holds(policy, facts);
    }
}
