using CxOrchestrator.NRules;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Policies;

/// <summary>Refuses an engine that does not exist, and rule assemblies that cannot be loaded.</summary>
internal sealed class PolicyOptionsValidator : IValidateOptions<PolicyOptions>
{
    public ValidateOptionsResult Validate(string? name, PolicyOptions options) => options.Engine switch
    {
        PolicyEngine.NRules when Problem(options) is { } problem => ValidateOptionsResult.Fail($"Policies:RuleAssemblies: {problem}"),
        PolicyEngine.Compiled when options.RuleAssemblies.Count > 0 => ValidateOptionsResult.Fail(
            "Policies:RuleAssemblies needs Policies:Engine=NRules: rule classes are NRules' own. Remove them, or set the engine."),
        PolicyEngine.NRules or PolicyEngine.Compiled => ValidateOptionsResult.Success,
        _ => ValidateOptionsResult.Fail($"Policies:Engine is '{options.Engine}'; write NRules or Compiled."),
    };

    // Loaded again where the engine is made: an assembly is loaded once all the same.
    private static string? Problem(PolicyOptions options)
    {
        try
        {
            RuleAssemblies.Load(options.RuleAssemblies);
            return null;
        }
        catch (RuleAssemblyException exception)
        {
            return exception.Message;
        }
    }
}
