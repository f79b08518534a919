using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage;

public static class LedgerExtensions
{
    /// <summary>What a store needs to name sources in its ledger.</summary>
    public static IServiceCollection AddLedgerSources(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<LedgerOptions>, LedgerOptionsValidator>();
        services.AddOptions<LedgerOptions>().BindConfiguration(LedgerOptions.Section).ValidateOnStart();
        services.AddSingleton<LedgerSources>();
        return services;
    }
}
