using System.Net;
using CxOrchestrator.Hosting;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Silo.Telemetry;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>A silo among others, and a client of silos: PostgreSQL is the store, and where they find each other; Kafka is the log.</summary>
public static class ClusterExtensions
{
    /// <summary>What AdoNet providers call Npgsql.</summary>
    private const string Invariant = "Npgsql";

    /// <summary>How many of its reports a silo may miss before one that joins no longer waits to reach it.</summary>
    private const int AliveMissedMax = 4;

    /// <summary>How often a silo reports to the database that it lives.</summary>
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ConnectRetry = TimeSpan.FromSeconds(1);

    /// <summary>Reads its share of the log, holds customers, fires timers and sends actions.</summary>
    public static TBuilder AddClusterSilo<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddCommonParts();
        builder.Services.AddSingleton<IShares, MembershipShare>();
        builder.Services.AddKafkaLog();

        // Each silo would sign with another one.
        builder.Services.AddOptions<WebhookOptions>().Validate(o => o.Secret.Length > 0, "Webhooks:Secret is empty. Give all silos the same one: whsec_ and the base64 of 32 random bytes.").ValidateOnStart();

        // Hosted services start in the order they are added: the store and the documents before the silo, the silo before the readers.
        builder.UseOrleans(silo =>
        {
            silo.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> clustering) =>
                clustering.Configure<IOptions<PostgresOptions>>((c, postgres) => (c.Invariant, c.ConnectionString) = (Invariant, postgres.Value.ConnectionString)));
            silo.Services.AddOptions<ClusterOptions>().Configure<IOptions<ClusterNodeOptions>>(Name);
            silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<ClusterNodeOptions>>(Listen);

            // Where all silos died at once, one that starts at another address finds them in the table and waits for them, and nobody reads meanwhile:
            // 20 seconds, where Orleans' own numbers make it minutes.
            silo.Configure<ClusterMembershipOptions>(membership =>
                (membership.IAmAliveTablePublishTimeout, membership.NumMissedTableIAmAliveLimit) = (AliveEvery, AliveMissedMax));
            silo.Services.AddCustomerCollection();
            if (ClusterTls.Of(builder) is { } tls)
            {
                silo.UseTls(tls.Apply);
            }
        });
        builder.Services.AddIngestion();
        builder.Services.AddDispatch();
        builder.Services.AddSingleton<HealthLog>();
        builder.Services.AddHostedService<SiloHealthWatch>();
        builder.Services.AddSiloMetrics();
        return builder;
    }

    /// <summary>Reads the store, puts touchpoints into the log, and asks silos for the rest.</summary>
    public static TBuilder AddClusterClient<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddCommonParts();
        builder.Services.AddKafkaIntake();
        builder.UseOrleansClient(client =>
        {
            client.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringClientOptions> clustering) =>
                clustering.Configure<IOptions<PostgresOptions>>((c, postgres) => (c.Invariant, c.ConnectionString) = (Invariant, postgres.Value.ConnectionString)));
            if (ClusterTls.Of(builder) is { } tls)
            {
                client.UseTls(tls.Apply);
            }

            client.Services.AddOptions<ClusterOptions>().Configure<IOptions<ClusterNodeOptions>>(Name);

            // A gateway that comes up before the first silo waits for one.
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(ConnectRetry, TimeProvider.System, cancellationToken);
                return true;
            });
        });
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Live.LiveRelay>());
        return builder;
    }

    private static void AddCommonParts(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<ClusterNodeOptions>, ClusterNodeOptionsValidator>();
        services.AddOptions<ClusterNodeOptions>().BindConfiguration(ClusterNodeOptions.Section)
            .Validate(
                o => o.DefinitionsKnownFor > o.DefinitionsEvery,
                "Cluster:DefinitionsKnownFor must be longer than Cluster:DefinitionsEvery, or reading stops between two looks.")
            .Validate(o => o.ListenAddress is null || IPAddress.TryParse(o.ListenAddress, out _), "Cluster:ListenAddress is an IP address, such as 0.0.0.0.")
            .ValidateOnStart();
        services.AddOptions<ClusterTlsOptions>().BindConfiguration(ClusterTlsOptions.Section);
        services.AddHostedService<ClusterTlsNotice>();
        services.AddClocks();
        services.AddPostgresStore().AddStoreParts();
        services.AddDefinitions();
        services.AddSingleton<DefinitionFreshness>();
        services.AddSingleton<IReadingGate>(provider => provider.GetRequiredService<DefinitionFreshness>());
        services.AddHostedService<DefinitionRefresher>();
        services.AddCustomers();
    }

    private static void Name(ClusterOptions cluster, IOptions<ClusterNodeOptions> node) =>
        (cluster.ClusterId, cluster.ServiceId) = (node.Value.ClusterId, node.Value.ClusterId);

    private static void Listen(EndpointOptions endpoint, IOptions<ClusterNodeOptions> node)
    {
        (endpoint.SiloPort, endpoint.GatewayPort) = (node.Value.SiloPort, node.Value.GatewayPort);
        var host = node.Value.Address ?? Dns.GetHostName();
        endpoint.AdvertisedIPAddress = IPAddress.TryParse(host, out var address)
            ? address
            : Dns.GetHostAddresses(host).FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
                ?? throw new OptionsValidationException(nameof(ClusterNodeOptions.Address), typeof(ClusterNodeOptions), [$"Cluster:Address: {host} has no IPv4 address that others could reach."]);

        // On that address only: nobody comes in by another network that the machine is in.
        var listen = node.Value.ListenAddress is { } named ? IPAddress.Parse(named) : endpoint.AdvertisedIPAddress;
        endpoint.SiloListeningEndpoint = new IPEndPoint(listen, node.Value.SiloPort);
        endpoint.GatewayListeningEndpoint = new IPEndPoint(listen, node.Value.GatewayPort);
    }
}
