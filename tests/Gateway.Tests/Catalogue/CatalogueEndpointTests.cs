using System.Collections.Immutable;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Catalogue;

namespace CxOrchestrator.Gateway.Tests.Catalogue;

public sealed class CatalogueEndpointTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task AddAsync(string type, long count, DateTimeOffset at) => _host.Get<IEventCatalogue>().AddAsync(
        [
            new SeenType
            {
                Type = type,
                Count = count,
                FirstAt = at,
                LastAt = at,
                Hours = ImmutableDictionary<DateTimeOffset, long>.Empty.Add(PolicyHour.Of(at), count),
                Detail = new SeenDetail { Looked = 4, Sources = ["shop"], Attributes = [new SeenField { Name = "order", Kind = "text", Seen = 2, Examples = ["a"] }] },
            },
        ],
        TestContext.Current.CancellationToken);

    [Fact]
    public async Task Catalogue_OfSeenTypes_SaysVolumeAttributesAndSilence()
    {
        await AddAsync("order.placed", 30, GatewayHost.Start.AddHours(-2));
        await AddAsync("note", 30, GatewayHost.Start.AddHours(-30));
        await AddAsync("", 5, GatewayHost.Start);

        var (status, json, _) = await _host.GetAsync("/v1/catalogue");
        Assert.Equal((200, 5), (status, json.GetProperty("typesLeftOut").GetInt32()));
        var types = json.GetProperty("types").EnumerateArray().ToList();
        Assert.Equal([("note", 0L, true), ("order.placed", 30L, false)], types.Select(t => (t.GetProperty("type").GetString()!, t.GetProperty("countLastDay").GetInt64(), t.GetProperty("wentSilent").GetBoolean())));
        Assert.Equal(0.5, types[1].GetProperty("attributes")[0].GetProperty("share").GetDouble());
        Assert.Equal(30, types[1].GetProperty("hours")[21].GetInt64());
    }

    [Fact]
    public async Task Type_NeverSeen_Is404()
    {
        await AddAsync("note", 1, GatewayHost.Start);
        Assert.Equal(200, (await _host.GetAsync("/v1/catalogue/note")).Status);
        Assert.Equal(404, (await _host.GetAsync("/v1/catalogue/poem")).Status);
    }
}
