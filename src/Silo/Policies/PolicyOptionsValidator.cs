using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Policies;

/// <summary>Refuses an engine that does not exist, and rule assemblies that cannot be loaded.</summary>
internal sealed class PolicyOptionsValidator : IValidateOptions<PolicyOptions>
{
    public ValidateOptionsResult Validate(string? name, PolicyOptions options) => options.Engine switch
    {
        PolicyEngine.NRules when options.RuleAssemblies.FirstOrDefault(f => !File.Exists(f)) is { } missing => ValidateOptionsResult.Fail(
            $"Policies:RuleAssemblies names '{missing}', and there is no such file."),
        PolicyEngine.Compiled when options.RuleAssemblies.Count > 0 => ValidateOptionsResult.Fail(
            "Policies:RuleAssemblies needs Policies:Engine=NRules: rule classes are NRules' own. Remove them, or set the engine."),
        PolicyEngine.NRules or PolicyEngine.Compiled => ValidateOptionsResult.Success,
        _ => ValidateOptionsResult.Fail($"Policies:Engine is '{options.Engine}'; write NRules or Compiled."),
    };
}
