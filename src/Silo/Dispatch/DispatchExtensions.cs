using CxOrchestrator.Channels;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Silo.Live;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

public static class DispatchExtensions
{
    private const int ConnectionsPerHostMax = 16;

    /// <summary>Admission, sending, and the touchpoints of completed cases. Further channels are added as <see cref="IActionChannel"/> before this call.</summary>
    public static IServiceCollection AddDispatch(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<DispatchOptions>, DispatchOptionsValidator>();
        services.AddSingleton<IValidateOptions<DispatchOptions>, LeaseValidator>();
        services.AddOptions<DispatchOptions>().BindConfiguration(DispatchOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();

        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<DispatchFaults>();
        services.AddSingleton<DispatchCompletion>();
        services.AddSingleton<IActionChannel, InternalChannel>();
        services.AddChannelConnections(sends: true);
        services.AddSingleton<IActionChannel, OutboxChannel>();
        services.AddSingleton<IActionChannel, CallbackChannel>();
        services.AddSingleton<WebhookChannel>().AddSingleton<IActionChannel>(provider => provider.GetRequiredService<WebhookChannel>());
        services.AddSingleton<WebhookSecret>();
        services.AddHttpClient(WebhookChannel.ClientName).ConfigurePrimaryHttpMessageHandler(provider =>
        {
            var webhooks = provider.GetRequiredService<IOptions<WebhookOptions>>().Value;

            // In a cluster nothing of the installation is on the loopback by design, and a silo's own ports are.
            int[] loopbackPorts = provider.GetRequiredService<WebhookSecretFile>().Path is null ? [] : webhooks.LoopbackPorts;
            return new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                MaxConnectionsPerServer = ConnectionsPerHostMax,
                ConnectCallback = (context, token) => AddressGuard.ConnectAsync(context.DnsEndPoint, webhooks.AllowPrivateNetworks, loopbackPorts, token),
            };
        });

        services.AddSingleton<AdmissionPump>();
        services.AddSingleton<IActionsWaiting>(provider => provider.GetRequiredService<AdmissionPump>());
        services.AddHostedService(provider => provider.GetRequiredService<AdmissionPump>());
        services.AddSingleton<PolicyBreaker>();
        services.AddSingleton<IPolicyOverruns>(provider => provider.GetRequiredService<PolicyBreaker>());
        services.AddHostedService(provider => provider.GetRequiredService<PolicyBreaker>());
        services.AddHostedService<Dispatcher>();
        services.AddHostedService<CaseAnnouncer>();
        services.AddHostedService<FailureAnnouncer>();
        services.AddHostedService<DeliveryAnnouncer>();
        return services;
    }
}
