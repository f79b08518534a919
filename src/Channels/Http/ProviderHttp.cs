using CxOrchestrator.Channels.Sns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Http;

/// <summary>The HTTP client that speaks to providers.</summary>
public static class ProviderHttp
{
    /// <summary>Name of the client in <see cref="IHttpClientFactory"/>.</summary>
    public const string ClientName = "providers";

    private const int ConnectionsPerHostMax = 32;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    public static IServiceCollection AddProviderHttp(this IServiceCollection services)
    {
        services.TryAddSingleton<IValidateOptions<ChannelOptions>, ChannelOptionsValidator>();
        services.AddOptions<ChannelOptions>().BindConfiguration(ChannelOptions.Section).ValidateOnStart();
        services.TryAddSingleton(new SnsTrust());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SnsCertificates>();
        services.AddHttpClient(ClientName, client =>
            {
                // HTTP/2 where the provider speaks it: Apple's push service speaks nothing else.
                client.DefaultRequestVersion = System.Net.HttpVersion.Version20;
                client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;

                // Each request has a timeout of its own, by the clock that its sender was given.
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var options = provider.GetRequiredService<IOptions<ChannelOptions>>().Value;
                return new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    UseProxy = false,
                    MaxConnectionsPerServer = ConnectionsPerHostMax,
                    PooledConnectionLifetime = ConnectionLifetime,
                    ConnectCallback = (context, token) => AddressGuard.ConnectAsync(context.DnsEndPoint, options.AllowPrivateNetworks, options.LoopbackPorts, token),
                };
            });
        return services;
    }
}
