using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.InApp;

internal static class InAppExtensions
{
    /// <summary>In-app messages for customers' apps.</summary>
    public static IServiceCollection AddInApp(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<InAppOptions>, InAppOptionsValidator>();
        services.AddOptions<InAppOptions>().BindConfiguration(InAppOptions.Section).ValidateOnStart();
        services.AddSingleton<InAppSecret>();
        services.AddSingleton<InAppKeyRing>();
        services.AddSingleton<InAppTokens>();
        services.AddSingleton<InAppAccess>();
        return services.AddSingleton<InAppStreams>().AddHostedService(provider => provider.GetRequiredService<InAppStreams>());
    }
}
