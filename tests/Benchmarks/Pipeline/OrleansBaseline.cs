using System.Net;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>The obvious way in Orleans: a silo whose grains decide with the same core and write their state with AdoNet storage, once a touchpoint.</summary>
internal static class OrleansBaseline
{
    public const string Storage = "baseline";

    public static async Task<IHost> StartAsync(string connectionString, CompiledDefinitions definitions)
    {
        var host = new HostBuilder().UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(Ports.Free(), Ports.Free());
            silo.Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);
            silo.AddAdoNetGrainStorage(Storage, (OptionsBuilder<AdoNetGrainStorageOptions> storage) => storage.Configure<Serializer>((options, serializer) =>
                (options.Invariant, options.ConnectionString, options.GrainStorageSerializer) = ("Npgsql", connectionString, new OrleansGrainStorageSerializer(serializer))));
            silo.Services.AddSingleton(definitions);
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        }).Build();
        await host.StartAsync();
        return host;
    }
}

/// <summary>A customer of the baseline. Key: the customer.</summary>
[Alias("bench.customer")]
public interface IBaselineCustomer : IGrainWithStringKey
{
    [Alias("apply")]
    Task ApplyAsync(byte[] body, int partition, long offset);
}

/// <summary>Its row: the state, and what came of the last touchpoint.</summary>
[GenerateSerializer, Alias("bench.customer-state")]
public sealed class BaselineState
{
    [Id(0)]
    public byte[] Customer { get; set; } = [];

    [Id(1)]
    public long Version { get; set; }

    [Id(2)]
    public int Partition { get; set; }

    [Id(3)]
    public long Offset { get; set; }

    [Id(4)]
    public byte[] Input { get; set; } = [];

    [Id(5)]
    public byte[] Outcome { get; set; } = [];

    [Id(6)]
    public List<string> Actions { get; set; } = [];
}

internal sealed class BaselineCustomerGrain(
    [PersistentState("customer", OrleansBaseline.Storage)] IPersistentState<BaselineState> stored, CompiledDefinitions definitions) : Grain, IBaselineCustomer
{
    private ShopCustomer? _customer;

    public async Task ApplyAsync(byte[] body, int partition, long offset)
    {
        _customer ??= new ShopCustomer(this.GetPrimaryKeyString());
        var commit = _customer.Apply(definitions, new LogPosition("kafka:touchpoints", partition, offset), TimeProvider.System.GetUtcNow(), body);
        stored.State = new BaselineState
        {
            Customer = commit.State.ToArray(),
            Version = commit.ExpectedVersion + 1,
            Partition = partition,
            Offset = offset,
            Input = commit.History[^1].Input.ToArray(),
            Outcome = commit.History[^1].Outcome.ToArray(),
            Actions = [.. commit.Actions.Select(a => a.Id)],
        };
        await stored.WriteStateAsync();
    }
}
