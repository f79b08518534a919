using CxOrchestrator.Rules.Policies.Engines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Policies;

/// <summary>The engine for conditions that the setting names.</summary>
internal static class PolicyEngineExtensions
{
#if USE_NRULES
    public static bool HasNRules => true;
#else
    public static bool HasNRules => false;
#endif

    public static IServiceCollection AddPolicyEngine(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>();
        services.AddOptions<PolicyOptions>().BindConfiguration(PolicyOptions.Section).ValidateOnStart();
        services.AddSingleton<IConditionEngine>(provider => provider.GetRequiredService<IOptions<PolicyOptions>>().Value switch
        {
#if USE_NRULES
            { Engine: PolicyEngine.NRules, RuleAssemblies: var files } =>
                new NRules.NRulesEngine([.. files.Select(f => System.Reflection.Assembly.LoadFrom(Path.GetFullPath(f)))]),
#endif
            _ => CompiledEngine.Instance,
        });
        return services;
    }
}
