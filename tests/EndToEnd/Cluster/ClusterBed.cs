using Confluent.Kafka;
using Confluent.Kafka.Admin;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;
using Npgsql;

namespace CxOrchestrator.EndToEnd.Cluster;

/// <summary>A database, a broker, silos and a gateway, each a process of its own; and a receiver of webhooks in the test's.</summary>
internal sealed class ClusterBed : IAsyncDisposable
{
    /// <summary>Names the brokers of a real Kafka; unset: the tests' own broker, which dies with its bed.</summary>
    public const string KafkaVariable = "CX_TEST_KAFKA";

    /// <summary>What a silo's health says while the group has given it no partition.</summary>
    private const string NothingRead = "\"0 partitions";

    private static readonly TimeSpan ShareWithin = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _definitions = Directory.CreateTempSubdirectory("cx-cluster-");
    private readonly List<ProductProcess> _made = [];
    private readonly BedPlan _plan;
    private readonly string[] _settings;

    private ClusterBed(BedPlan plan, PostgresServer database, BrokerProcess? broker)
    {
        (_plan, Database, Broker) = (plan, database, broker);
        Servers = broker?.Servers ?? RealKafka!;
        Topic = $"touchpoints-{Environment.ProcessId}-{database.Port}";
        Direct = NpgsqlDataSource.Create(database.ConnectionString("cx"));
        Proxy = plan.DatabaseBehindProxy ? new CuttingProxy(database.Port) : null;
        _settings =
        [
            "--Mode=Cluster",
            "--Access:OpenOnPurpose=true",
            $"--Postgres:ConnectionString={database.ConnectionString("cx")}",
            $"--Kafka:BootstrapServers={Servers}",
            $"--Kafka:Topics:0={Topic}",
            $"--Kafka:GroupId={Topic}",

            // The broker of the tests lets a rebalance wait for most of it, and so would each test.
            "--Kafka:SessionTimeout=00:00:06",
            "--Kafka:Consumer:heartbeat.interval.ms=500",
            "--Cluster:Address=127.0.0.1",
            .. plan.Settings,
        ];
        Gateway = new ProductProcess(Repository.Gateway, _settings);
    }

    public static string? RealKafka => Environment.GetEnvironmentVariable(KafkaVariable) is { Length: > 0 } servers ? servers : null;

    public PostgresServer Database { get; }

    /// <summary>The database for the test itself, past any proxy.</summary>
    public NpgsqlDataSource Direct { get; }

    /// <summary>Between silos and the database, where the plan says so.</summary>
    public CuttingProxy? Proxy { get; }

    /// <summary>Null where a real Kafka is used.</summary>
    public BrokerProcess? Broker { get; }

    public string Servers { get; }

    public string Topic { get; }

    public List<ProductProcess> Silos { get; } = [];

    public ProductProcess Gateway { get; }

    public WebhookSink Sink { get; private set; } = null!;

    public static async Task<ClusterBed> StartAsync(BedPlan plan)
    {
        var database = await PostgresServer.StartAsync(folder: plan.DatabaseFolder);
        await database.CreateDatabaseAsync("cx");
        var bed = new ClusterBed(plan, database, RealKafka is null ? await BrokerProcess.StartAsync() : null);
        await bed.CreateTopicAsync();
        bed.Sink = await WebhookSink.StartAsync(bed.Direct);
        await bed.WriteDocumentsAsync(plan.Documents(bed.Sink.Url));
        for (var i = 0; i < plan.Silos; i++)
        {
            await bed.AddSiloAsync();
        }

        if (plan.Gateway)
        {
            await bed.Gateway.StartAsync();
        }

        return bed;
    }

    /// <summary>What silos watch: they publish it when it changes.</summary>
    public Task WriteDocumentsAsync(string documents) => File.WriteAllTextAsync(Path.Combine(_definitions.FullName, "shop.yaml"), documents);

    /// <summary>A further silo as the product ships it.</summary>
    public Task<ProductProcess> AddSiloAsync() => AddSiloAsync(Repository.Silo, []);

    /// <summary>A further silo in which something goes wrong; it has its share of the log when this returns.</summary>
    public async Task<ProductProcess> AddFaultySiloAsync(params string[] faults)
    {
        var silo = await AddSiloAsync(Repository.FaultySilo, faults);
        await Waiting.UntilAsync(
            async () => !silo.IsRunning || !(await silo.Http.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).Contains(NothingRead, StringComparison.Ordinal),
            ShareWithin,
            () => "a silo that joined to read some of the log");
        return silo;
    }

    /// <summary>A further silo, yet to be started.</summary>
    public ProductProcess NewSilo() => NewSilo(Repository.Silo, []);

    private async Task<ProductProcess> AddSiloAsync(string program, string[] faults)
    {
        var silo = NewSilo(program, faults);
        Silos.Add(silo);
        try
        {
            await silo.StartAsync();
            return silo;
        }
        catch (InvalidOperationException ended)
        {
            // Often the others know why.
            Silos.Remove(silo);
            throw new InvalidOperationException($"{ended.Message}\nThe others wrote:\n{string.Join('\n', Silos.Select(s => s.Output))}", ended);
        }
    }

    private ProductProcess NewSilo(string program, string[] faults)
    {
        string[] database = Proxy is { } proxy ? [$"--Postgres:ConnectionString={ConnectionThrough(proxy)}"] : [];
        var silo = new ProductProcess(
            program,
            [
                .. _settings,
                .. database,
                $"--Cluster:SiloPort={Ports.Free()}",
                $"--Cluster:GatewayPort={Ports.Free()}",
                $"--Definitions:Folder={_definitions.FullName}",
                "--Webhooks:Secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",

                // The receiver is on this machine.
                "--Webhooks:AllowPrivateNetworks=true",

                // What a silo that died was sending is sent by another after this.
                "--Dispatch:Lease=00:00:12",
                "--Webhooks:Timeout=00:00:05",
                .. faults,
            ]);
        _made.Add(silo);
        return silo;
    }

    public string ConnectionThrough(CuttingProxy proxy) => new NpgsqlConnectionStringBuilder(Database.ConnectionString("cx")) { Port = proxy.Port }.ConnectionString;

    /// <summary>Silos that ended, by a signal or by themselves, started again as an operator would.</summary>
    public async Task StartEndedAsync()
    {
        foreach (var silo in Silos.Where(s => !s.IsRunning))
        {
            await silo.StartAsync();
        }
    }

    /// <summary>It is gone for good: not started again.</summary>
    /// <param name="silo">Which.</param>
    /// <param name="orderly">It is asked to end, where it still runs.</param>
    public async Task RemoveAsync(ProductProcess silo, bool orderly = false)
    {
        Silos.Remove(silo);
        if (orderly && silo.IsRunning)
        {
            await silo.StopAsync();
        }

        await silo.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var silo in _made)
        {
            await silo.DisposeAsync();
        }

        await Sink.DisposeAsync();
        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }

        if (Proxy is not null)
        {
            await Proxy.DisposeAsync();
        }

        await Direct.DisposeAsync();
        await Database.DisposeAsync();
        _definitions.Delete(recursive: true);
    }

    private async Task CreateTopicAsync()
    {
        if (Broker is not null)
        {
            await Broker.CommandAsync($"topic {Topic} {_plan.Partitions}");
            return;
        }

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Servers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = _plan.Partitions }]);
    }
}
