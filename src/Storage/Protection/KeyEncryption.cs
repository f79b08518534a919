using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Storage.Protection;

public static class KeyEncryption
{
    /// <summary>
    /// Protects cookies and secrets with keys that all processes of the installation share in the store. The keys are encrypted where a key file is
    /// given; one that cannot be used stops the start. Added once, however often it is called.
    /// </summary>
    public static IServiceCollection AddStoredProtection(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(StoredKeys)))
        {
            return services;
        }

        services.AddDataProtection().SetApplicationName("cx");
        services.AddSingleton<StoredKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<StoredKeys>((keys, stored) => keys.XmlRepository = stored);
        services.AddOptions<KeyEncryptionOptions>().BindConfiguration(KeyEncryptionOptions.Section).Validate(CanBeRead, "Access:KeyFile cannot be read, or its lines are not the base64 of 32 bytes.").ValidateOnStart();
        services.AddSingleton<KeyFileSecrets>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyFileSecrets>((keys, secrets) => keys.XmlEncryptor = secrets.Given ? new KeyFileEncryptor(secrets) : null);
        return services;
    }

    private static bool CanBeRead(KeyEncryptionOptions options)
    {
        try
        {
            return options.KeyFile is null || KeyFileSecrets.Read(options.KeyFile).Length > 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
