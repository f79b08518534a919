using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Dispatch;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.InApp;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Channels.Mail;
using CxOrchestrator.Channels.Mail.Returns;
using CxOrchestrator.Channels.Push;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Protection;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Channels;

public static class ChannelExtensions
{
    /// <summary>
    /// Connections: their senders, secrets and state. What was added before is not added again, so that one process may be a silo and a gateway.
    /// </summary>
    /// <param name="services">Of a host that has a store and the published documents.</param>
    /// <param name="sends">It sends messages through them; else it only shows and tests them.</param>
    public static IServiceCollection AddChannelConnections(this IServiceCollection services, bool sends)
    {
        if (!services.Any(s => s.ServiceType == typeof(ConnectionCatalog)))
        {
            services.AddStoredProtection();
            services.AddSingleton<SecretBox>();
            services.AddSingleton<SecretReading>();
            services.AddHttpClient(SmtpKind.ClientName);
            services.AddSingleton<ISenderKind, SmtpKind>();
            services.AddSingleton<ISenderKind, MailboxKind>();
            services.AddSingleton<ISenderKind, InAppKind>();
            services.AddSingleton<ISenderKind, WebPushKind>();
            services.AddProviderHttp();
            services.AddSingleton<ISenderKind, HttpKind>();
            services.AddSingleton<ILinkKeys, StoredLinkKeys>();
            services.AddSingleton<IMessageEvents, StoredMessageEvents>();
            services.AddLinks();
            services.AddSingleton<ReportIntake>();
            services.AddSingleton<ConnectionCatalog>();
            services.AddSingleton<ConnectionHealth>();
        }

        if (sends)
        {
            services.AddHostedService(provider => provider.GetRequiredService<ConnectionCatalog>());
            services.AddHostedService<ReturnReader>();
            services.AddSingleton<MessageMaker>();
            services.AddSingleton<IActionChannel, ConnectionChannel>();
        }

        return services;
    }
}
