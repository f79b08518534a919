namespace CxOrchestrator.Gateway.Keys;

internal static class KeyExtensions
{
    /// <summary>Keys of machines, and who may send.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddOptions<IntakeOptions>().BindConfiguration(IntakeOptions.Section);
        services.AddSingleton<KeyDirectory>();
        services.AddSingleton<KeyUses>().AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddSingleton<IntakeAccess>();
        services.AddSingleton<FirstKey>();
        return services;
    }
}
