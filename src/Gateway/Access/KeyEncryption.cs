using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

internal static class KeyEncryption
{
    /// <summary>Keys are encrypted where a key file is given; one that cannot be used stops the start.</summary>
    public static IServiceCollection AddKeyEncryption(this IServiceCollection services)
    {
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
