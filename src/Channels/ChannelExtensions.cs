using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Dispatch;
using CxOrchestrator.Channels.Mail;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Protection;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Channels;

public static class ChannelExtensions
{
    /// <summary>Sending through connections. A channel that an earlier registration takes has none of its own.</summary>
    public static IServiceCollection AddChannelConnections(this IServiceCollection services)
    {
        services.AddConnectionSecrets();
        services.AddSingleton<ConnectionCatalog>();
        services.AddHostedService(provider => provider.GetRequiredService<ConnectionCatalog>());
        services.AddSingleton<ConnectionHealth>();
        services.AddSingleton<MessageMaker>();
        services.AddSingleton<IActionChannel, ConnectionChannel>();
        return services;
    }

    /// <summary>Secrets of connections and what makes senders of them: for sending, and for testing connections in a gateway.</summary>
    public static IServiceCollection AddConnectionSecrets(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(SecretBox)))
        {
            return services;
        }

        services.AddStoredProtection();
        services.AddOptions<SecretOptions>().BindConfiguration(SecretOptions.Section);
        services.AddSingleton<SecretBox>();
        services.AddSingleton<SecretReading>();
        services.AddHttpClient(SmtpKind.ClientName);
        services.AddSingleton<ISenderKind, SmtpKind>();
        services.AddSingleton<ISenderKind, MailboxKind>();
        return services;
    }
}
