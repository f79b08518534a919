using System.Net;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>Orleans over the tables that the migrations make: silos find each other, and grains' states have one row.</summary>
public sealed class OrleansTests(PostgresFixture postgres)
{
    private const string Invariant = "Npgsql";

    [Fact]
    public async Task Cluster_TwoSilosAndAClient_FindEachOtherAndNoticeOneLeaving()
    {
        var database = await postgres.NewDatabaseAsync();
        using var first = Silo(database);
        await first.StartAsync();
        using var second = Silo(database);
        await second.StartAsync();
        var management = first.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);

        Assert.Equal(2, (await management.GetHosts(onlyActive: true)).Count);
        Assert.Equal(2L, await Waits.ScalarAsync<long>(database, "SELECT count(*) FROM orleansmembershiptable WHERE status = 3"));

        using var client = new HostBuilder().UseOrleansClient(builder =>
        {
            builder.Configure<ClusterOptions>(Name);
            builder.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, database));
        }).Build();
        await client.StartAsync();
        var asked = client.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0);
        Assert.Equal(2, (await asked.GetHosts(onlyActive: true)).Count);
        await client.StopAsync();

        await second.StopAsync();
        Assert.Single(await management.GetHosts(onlyActive: true));
        await first.StopAsync();
    }

    [Fact]
    public async Task Storage_FirstWritesAtOnce_LeaveOneRowEach()
    {
        var database = await postgres.NewDatabaseAsync();
        using var silo = Silo(database);
        await silo.StartAsync();
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("plain");
        const int Grains = 100;
        const int Writers = 3;

        var conflicts = await Task.WhenAll(Enumerable.Range(0, Grains).SelectMany(grain => Enumerable.Range(0, Writers).Select(async writer =>
        {
            try
            {
                await storage.WriteStateAsync("counter", Id(grain), new GrainState<Counted> { State = new Counted { Value = writer } });
                return 0;
            }
            catch (InconsistentStateException)
            {
                return 1;
            }
        })));

        Assert.Equal(Grains * (Writers - 1), conflicts.Sum());
        Assert.Equal(Grains, await Waits.ScalarAsync<long>(database, "SELECT count(*) FROM orleansstorage"));
        await silo.StopAsync();
    }

    [Fact]
    public async Task Storage_WriteReadClear_FollowTheVersion()
    {
        var database = await postgres.NewDatabaseAsync();
        using var silo = Silo(database);
        await silo.StartAsync();
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("plain");
        var state = new GrainState<Counted> { State = new Counted { Value = 1 } };
        await storage.WriteStateAsync("counter", Id(1), state);
        state.State = new Counted { Value = 2 };
        await storage.WriteStateAsync("counter", Id(1), state);

        var read = new GrainState<Counted>();
        await storage.ReadStateAsync("counter", Id(1), read);
        Assert.Equal((2, "2", true), (read.State!.Value, read.ETag, read.RecordExists));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", Id(1), new GrainState<Counted> { State = new Counted(), ETag = "1" }));

        await storage.ClearStateAsync("counter", Id(1), read);
        var cleared = new GrainState<Counted>();
        await storage.ReadStateAsync("counter", Id(1), cleared);
        Assert.False(cleared.RecordExists);
        await storage.WriteStateAsync("counter", Id(1), cleared);
        Assert.True(cleared.RecordExists);

        // Where it is told to delete, the row goes.
        var deleting = silo.Services.GetRequiredKeyedService<IGrainStorage>("deleting");
        var gone = new GrainState<Counted> { State = new Counted { Value = 5 } };
        await deleting.WriteStateAsync("other", Id(1), gone);
        await deleting.ClearStateAsync("other", Id(1), gone);
        Assert.Equal(1L, await Waits.ScalarAsync<long>(database, "SELECT count(*) FROM orleansstorage"));
        await silo.StopAsync();
    }

    [Fact]
    public async Task Storage_KeysThatLookAlike_AreApart()
    {
        var database = await postgres.NewDatabaseAsync();
        using var silo = Silo(database);
        await silo.StartAsync();
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("plain");
        foreach (var (i, key) in ((string[])["default/123", "default/0123", "other/123"]).Index())
        {
            await storage.WriteStateAsync("counter", GrainId.Create("counter", key), new GrainState<Counted> { State = new Counted { Value = i } });
        }

        var read = new GrainState<Counted>();
        await storage.ReadStateAsync("counter", GrainId.Create("counter", "default/0123"), read);
        Assert.Equal(1, read.State!.Value);
        await silo.StopAsync();
    }

    private static GrainId Id(int number) => GrainId.Create("counter", $"default/{number}");

    private static void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = ("test", "cx");

    private static void Store(AdoNetGrainStorageOptions options, string database) =>
        (options.Invariant, options.ConnectionString, options.GrainStorageSerializer) = (Invariant, database, new PlainJson());

    private static IHost Silo(string database) => new HostBuilder().UseOrleans(silo =>
    {
        silo.Configure<ClusterOptions>(Name);
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = IPAddress.Loopback;
            endpoint.SiloPort = Ports.Free();
            endpoint.GatewayPort = Ports.Free();
        });
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, database));
        silo.AddAdoNetGrainStorage("plain", options => Store(options, database));
        silo.AddAdoNetGrainStorage("deleting", options =>
        {
            Store(options, database);
            options.DeleteStateOnClear = true;
        });
    }).Build();

    private sealed class PlainJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => BinaryData.FromObjectAsJson(input);

        public T Deserialize<T>(BinaryData input) => input.ToObjectFromJson<T>()!;
    }

    public sealed record Counted
    {
        public int Value { get; init; }
    }
}
