using CxOrchestrator.EndToEnd.Crash;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Cluster;

/// <summary>A database, a broker, silos and a gateway, each a process of its own.</summary>
internal sealed class ClusterBed : IAsyncDisposable
{
    private const string Topic = "touchpoints";
    private const int Partitions = 8;

    private readonly DirectoryInfo _definitions = Directory.CreateTempSubdirectory("cx-cluster-");
    private readonly string[] _settings;

    private ClusterBed(PostgresServer database, BrokerProcess broker)
    {
        (Database, Broker) = (database, broker);
        _settings =
        [
            "--Mode=Cluster",
            $"--Postgres:ConnectionString={database.ConnectionString("cx")}",
            $"--Kafka:BootstrapServers={broker.Servers}",
            $"--Kafka:Topics:0={Topic}",

            // The broker of the tests lets a rebalance wait for most of it, and so would each test.
            "--Kafka:SessionTimeout=00:00:06",
            "--Kafka:Consumer:heartbeat.interval.ms=500",
            "--Cluster:Address=127.0.0.1",
        ];
        Gateway = new ProductProcess(Repository.Gateway, _settings);
    }

    public PostgresServer Database { get; }

    public BrokerProcess Broker { get; }

    public List<ProductProcess> Silos { get; } = [];

    public ProductProcess Gateway { get; }

    public static async Task<ClusterBed> StartAsync(int silos)
    {
        var database = await PostgresServer.StartAsync();
        await database.CreateDatabaseAsync("cx");
        var broker = await BrokerProcess.StartAsync();
        await broker.CommandAsync($"topic {Topic} {Partitions}");
        var bed = new ClusterBed(database, broker);
        await File.WriteAllTextAsync(Path.Combine(bed._definitions.FullName, "shop.yaml"), Shop.Definitions);
        for (var i = 0; i < silos; i++)
        {
            await bed.AddSiloAsync();
        }

        await bed.Gateway.StartAsync();
        return bed;
    }

    public async Task<ProductProcess> AddSiloAsync()
    {
        var silo = new ProductProcess(
            Repository.Silo,
            [
                .. _settings,
                $"--Cluster:SiloPort={ProductProcess.FreePort()}",
                $"--Cluster:GatewayPort={ProductProcess.FreePort()}",
                $"--Definitions:Folder={_definitions.FullName}",
                "--Webhooks:Secret=secret",
            ]);
        Silos.Add(silo);
        await silo.StartAsync();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await Database.DisposeAsync();
        _definitions.Delete(recursive: true);
    }
}
