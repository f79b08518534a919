using System.Collections.Immutable;
using System.Reflection;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using NRules.Fluent;
using NRules.RuleModel;

namespace CxOrchestrator.NRules;

/// <summary>Decides conditions with NRules: a rule of each policy's document, and the rule classes of the given assemblies.</summary>
public sealed class NRulesEngine : IConditionEngine
{
    private readonly ImmutableArray<IRuleDefinition> _written;

    /// <param name="assemblies">Assemblies with rule classes; each class is tagged with the policies that it is about.</param>
    /// <exception cref="RuleAssemblyException">A class names no policy, matches facts that do not exist, or cannot be compiled.</exception>
    public NRulesEngine(params ImmutableArray<Assembly> assemblies)
    {
        _written = [.. assemblies.SelectMany(a => Load(a))];
        RuleClasses =
        [
            .. _written.Select(r => new RuleClass
            {
                Name = r.Name,
                Description = string.IsNullOrEmpty(r.Description) ? null : r.Description,
                Policies = [.. PolicyTags.PoliciesOf(r).Distinct(StringComparer.Ordinal)],
                Conditions = [.. RuleConditions.Of(r).Select(c => c.Text)],
            }),
        ];
    }

    public bool Indexed => true;

    public ImmutableArray<RuleClass> RuleClasses { get; }

    public IPolicyConditions Compile(CompiledDefinitions definitions) => new NRulesConditions(definitions, _written);

    private static ImmutableArray<IRuleDefinition> Load(Assembly assembly)
    {
        var name = assembly.GetName().Name;
        ImmutableArray<IRuleDefinition> rules;
        try
        {
            var repository = new RuleRepository();
            repository.Load(spec => spec.From(assembly));
            rules = [.. repository.GetRuleSets().SelectMany(s => s.Rules)];
            NRules.RuleClasses.Compile(rules);
        }
#pragma warning disable CA1031 // Whatever a class throws while it is made is a fault of the assembly.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new RuleAssemblyException($"The rule classes of {name} cannot be made: {exception.Message}{(exception.InnerException is { } inner ? $" {inner.Message}" : "")}", exception);
        }

        foreach (var rule in rules)
        {
            if (!PolicyTags.PoliciesOf(rule).Any())
            {
                throw new RuleAssemblyException($"The rule class '{rule.Name}' of {name} names no policy; give it a tag like [Tag(\"{PolicyTags.Prefix}late-order\")].");
            }

            if (FactTypes.Strange(rule, assembly) is { } type)
            {
                throw new RuleAssemblyException(
                    $"The rule class '{rule.Name}' of {name} matches {type.Name}, and there are no such facts; it can match {string.Join(", ", FactTypes.All.Select(t => t.Name))}.");
            }
        }

        return rules;
    }
}
