using CxOrchestrator.NRules;
using CxOrchestrator.Rules.Policies.Engines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Policies;

/// <summary>The engine for conditions that the setting names.</summary>
internal static class PolicyEngineExtensions
{
    public static IServiceCollection AddPolicyEngine(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>();
        services.AddOptions<PolicyOptions>().BindConfiguration(PolicyOptions.Section).ValidateOnStart();
        services.AddSingleton<IConditionEngine>(provider => provider.GetRequiredService<IOptions<PolicyOptions>>().Value switch
        {
            { Engine: PolicyEngine.NRules, RuleAssemblies: var files } => RuleAssemblies.Load(files),
            _ => CompiledEngine.Instance,
        });
        return services;
    }
}
