using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>A predicate per policy.</summary>
internal sealed class CompiledConditions : IPolicyConditions
{
    private readonly Dictionary<PolicyDefinition, Func<Facts, bool>> _predicates;

    public CompiledConditions(CompiledDefinitions definitions)
    {
        var compiler = new PredicateCompiler(definitions);
        _predicates = new(definitions.Policies.Length, ReferenceEqualityComparer.Instance);
        foreach (var policy in definitions.Policies)
        {
            _predicates[policy] = compiler.Compile(policy.When).Holds;
        }
    }

    public bool Holds(PolicyDefinition policy, Facts facts) =>
        _predicates.TryGetValue(policy, out var predicate) ? predicate(facts) : Conditional.Holds(policy.When, facts);
}
