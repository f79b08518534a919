using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Backtests;

internal static class BacktestExtensions
{
    /// <summary>Runs backtests in the background and keeps files for them; the store and the documents are the silo's.</summary>
    public static IServiceCollection AddBacktests(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<BacktestOptions>, BacktestOptionsValidator>();
        services.AddOptions<BacktestOptions>().BindConfiguration(BacktestOptions.Section).ValidateOnStart();
        services.AddSingleton<BacktestFiles>().AddHostedService<UploadSweeper>();
        services.AddSingleton<BacktestSets>();
        services.AddSingleton<BacktestRunner>().AddHostedService(provider => provider.GetRequiredService<BacktestRunner>());
        return services;
    }
}
