using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Telemetry;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>Everything in one process: the silo, the embedded log and the SQLite store.</summary>
public static class EmbeddedSiloExtensions
{
    public static TBuilder AddEmbeddedSilo<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddClocks();
        builder.Services.AddSqliteStore().AddStoreParts();
        builder.Services.AddSingleton<IShares, WholeShare>();
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
        builder.Services.AddSiloMetrics();
        return builder;
    }

    // The silo talks to nobody but itself; any free port on the loopback will do. It is looked for below the range that systems hand out for
    // outgoing connections: a free one of those may be taken before Orleans listens on it.
    private static int FreePort()
    {
        const int First = 26_000, Count = 6_000, TriesMax = 100;
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var port = First + RandomNumberGenerator.GetInt32(Count);
            if (Listen(port) is not null)
            {
                return port;
            }
        }

        return Listen(0) ?? throw new InvalidOperationException("No port of the loopback is free.");
    }

    private static int? Listen(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
