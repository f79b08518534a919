using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>A silo of a cluster in this process, over a database and brokers that outlive it. The journey's clock is the test's, the system's is real.</summary>
internal sealed class ClusterSilo(string connectionString, MockCluster brokers, params (string Name, string Value)[] settings) : IAsyncDisposable, IDefinitions
{
    public const string Topic = "touchpoints";

    private IHost? _host;

    public FakeTimeProvider JourneyClock { get; init; } = new(Make.Start);

    public CompiledDefinitions Current { get; init; } = CompiledDefinitions.Empty;

    /// <summary>It decides by what is published, and not by the test's documents.</summary>
    public bool Published { get; init; }

    /// <summary>What decides conditions; null: the product's.</summary>
    public IConditionEngine? Engine { get; init; }

    public IReadModel Read => Get<IReadModel>();

    public T Get<T>()
        where T : notnull => (_host ?? throw new InvalidOperationException("Not started.")).Services.GetRequiredService<T>();

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Dictionary<string, string?> all = new()
        {
            ["Postgres:ConnectionString"] = connectionString,
            ["Cluster:Address"] = "127.0.0.1",
            ["Cluster:SiloPort"] = $"{Ports.Free()}",
            ["Cluster:GatewayPort"] = $"{Ports.Free()}",
            ["Webhooks:Secret"] = "secret",
            ["Kafka:BootstrapServers"] = brokers.BootstrapServers,
            ["Kafka:Topics:0"] = Topic,
            ["Kafka:SessionTimeout"] = "00:00:03",
            ["Kafka:RestartPause"] = "00:00:00.050",
            ["Kafka:RequestTimeout"] = "00:00:10",
            ["Kafka:Consumer:heartbeat.interval.ms"] = "300",
            ["Kafka:Consumer:auto.commit.interval.ms"] = "200",
            ["Kafka:Consumer:fetch.wait.max.ms"] = "50",
            ["Kafka:Producer:linger.ms"] = "1",
            ["Ingestion:StoreEvery"] = "00:00:00.020",
            ["Ingestion:TimersEvery"] = "00:00:00.020",
            ["Dispatch:LookEvery"] = "00:00:00.020",
            ["Customers:TimerSettle"] = "00:00:00",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        builder.Configuration.AddInMemoryCollection(all);
        builder.Services.AddKeyedSingleton<TimeProvider>(Clocks.Journey, JourneyClock);
        builder.AddClusterSilo();
        if (Engine is { } engine)
        {
            builder.Services.AddSingleton(engine);
        }

        if (!Published)
        {
            builder.Services.AddSingleton<IDefinitions>(this);
        }

        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }

        _host = host;
    }

    public Task AppendAsync(params IEnumerable<Touchpoint> touchpoints) => Get<ITouchpointLog>().AppendAsync(
        [.. touchpoints.Select(t => new LogItem { Customer = t.Customer, Source = t.Identity.Source, Body = TouchpointJson.Write(t) })], CancellationToken.None);

    /// <summary>Until that many of a source were received, and none waits.</summary>
    public Task ReceivedAsync(long count, string source = "shop") => EmbeddedSilo.UntilAsync(
        async () => (await Read.LedgerAsync(CancellationToken.None)).Sources.Any(l => l.Source == source && l.Received >= count && l.Waiting == 0), $"{count} touchpoints of {source} to be applied");

    public async Task StopAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
