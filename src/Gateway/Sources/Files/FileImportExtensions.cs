namespace CxOrchestrator.Gateway.Sources.Files;

internal static class FileImportExtensions
{
    /// <summary>Takes files and runs their imports in the background.</summary>
    public static IServiceCollection AddFileImports(this IServiceCollection services)
    {
        services.AddSingleton<FileUploads>();
        services.AddSingleton<FileEndpoints>();
        services.AddSingleton<FileImportRunner>().AddHostedService(p => p.GetRequiredService<FileImportRunner>());
        services.AddSingleton<FolderImporter>().AddHostedService(p => p.GetRequiredService<FolderImporter>());
        return services;
    }
}
