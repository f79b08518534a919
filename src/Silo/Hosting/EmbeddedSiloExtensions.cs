using System.Net;
using System.Net.Sockets;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Silo.Live;
using CxOrchestrator.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>Everything in one process: the silo, the embedded log and the SQLite store.</summary>
public static class EmbeddedSiloExtensions
{
    public static TBuilder AddEmbeddedSilo<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddClocks();
        builder.Services.AddSqliteStore();
        builder.Services.AddDefinitions();
        builder.Services.AddCustomers();

        // Hosted services start in the order they are added: the store and the documents before the silo, the silo before the readers.
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0, serviceId: "cx", clusterId: "embedded");
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = IPAddress.Loopback;
                endpoint.SiloListeningEndpoint = null;
            });
            silo.Services.AddCustomerCollection();
        });
        builder.Services.AddIngestion();
        builder.Services.AddDispatch();
        return builder;
    }

    private static IServiceCollection AddClocks(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddKeyedSingleton(Clocks.Journey, (provider, _) => provider.GetRequiredService<TimeProvider>());
        return services;
    }

    private static IServiceCollection AddDefinitions(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<DefinitionOptions>, DefinitionOptionsValidator>();
        services.AddOptions<DefinitionOptions>().BindConfiguration(DefinitionOptions.Section).ValidateOnStart();
        services.AddSingleton<DefinitionHost>();
        services.AddSingleton<IDefinitions>(provider => provider.GetRequiredService<DefinitionHost>());
        services.AddHostedService<DefinitionWatcher>();
        return services;
    }

    private static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddOptions<CustomerGrainOptions>().BindConfiguration(CustomerGrainOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CustomerCodec>();
        services.AddSingleton<LiveRelay>();
        services.AddSingleton<ICustomerEvents, CustomerEvents>();
        return services;
    }

    private static IServiceCollection AddIngestion(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<IngestionOptions>, IngestionOptionsValidator>();
        services.AddOptions<IngestionOptions>().BindConfiguration(IngestionOptions.Section).ValidateOnStart();
        services.AddSingleton<ReadProgress>();
        services.TryAddSingleton<IReadThrough>(provider => provider.GetRequiredService<ReadProgress>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveRelay>());
        services.AddHostedService<TouchpointConsumer>();
        services.AddHostedService<TimerFirer>();
        return services;
    }

    // The silo talks to nobody but itself; any free port on the loopback will do.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
