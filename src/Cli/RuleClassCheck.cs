using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;

namespace CxOrchestrator.Cli;

/// <summary>Checks rule classes against documents.</summary>
internal static class RuleClassCheck
{
    /// <summary>Writes what is wrong, or one line a rule class; false where anything is wrong.</summary>
    public static bool Run(IReadOnlyList<string> files, DefinitionSet documents, TextWriter output, TextWriter errors)
    {
        CompiledDefinitions definitions;
        try
        {
            definitions = new CompiledDefinitions(documents, RuleAssemblies.Load(files));
        }
        catch (RuleAssemblyException exception)
        {
            errors.WriteLine($"cx: {exception.Message}");
            return false;
        }

        var stray = definitions.StrayRuleClasses.ToList();
        foreach (var (rule, policy) in stray)
        {
            errors.WriteLine($"cx: the rule class '{rule.Name}' is about policy '{policy}', and no document has it.");
        }

        foreach (var rule in stray.Count == 0 ? definitions.Engine.RuleClasses : [])
        {
            output.WriteLine($"Rule class '{rule.Name}' about {string.Join(", ", rule.Policies)}: {string.Join("; ", rule.Conditions)}.");
        }

        return stray.Count == 0;
    }
}
