using System.Collections.Immutable;
using System.Reflection;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using NRules.Fluent;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>Decides conditions with NRules: a rule of each policy's document, and the rule classes of the given assemblies.</summary>
/// <param name="ruleClasses">Assemblies with rule classes; each is tagged with the policy that it is about.</param>
public sealed class NRulesEngine(params ImmutableArray<Assembly> ruleClasses) : IConditionEngine
{
    private readonly ImmutableArray<IRuleDefinition> _written = Load(ruleClasses);

    public bool Indexed => true;

    public IPolicyConditions Compile(CompiledDefinitions definitions) => new NRulesConditions(definitions, _written);

    private static ImmutableArray<IRuleDefinition> Load(ImmutableArray<Assembly> assemblies)
    {
        if (assemblies.IsEmpty)
        {
            return [];
        }

        var repository = new RuleRepository();
        repository.Load(spec => spec.From([.. assemblies]));
        ImmutableArray<IRuleDefinition> rules = [.. repository.GetRuleSets().SelectMany(s => s.Rules)];
        return rules.FirstOrDefault(r => !PolicyTags.PoliciesOf(r).Any()) is { } untagged
            ? throw new InvalidOperationException($"The rule class '{untagged.Name}' names no policy; give it a tag like [Tag(\"{PolicyTags.Prefix}late-order\")].")
            : rules;
    }
}
