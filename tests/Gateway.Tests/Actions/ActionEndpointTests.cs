using System.Text.Json;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Tests.Actions;

public sealed class ActionEndpointTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Actions_OfACustomer_HaveThePromisedShape()
    {
        _host.Store.Actions.Add(States.Action("a1", ActionStatus.Dead));
        var (_, json, _) = await _host.GetAsync("/v1/actions?customer=c1");
        var action = json.GetProperty("items")[0];
        Assert.Equal(JsonValueKind.Null, json.GetProperty("next").ValueKind);
        Assert.Equal("a1", action.GetProperty("id").GetString());
        Assert.Equal("message", action.GetProperty("kind").GetString());
        Assert.Equal("late-delivery", action.GetProperty("policy").GetString());
        Assert.Equal("Late delivery apology", action.GetProperty("policyName").GetString());
        Assert.Equal("c1", action.GetProperty("customer").GetString());
        Assert.Equal("dead", action.GetProperty("status").GetString());
        Assert.Equal(GatewayHost.Start, action.GetProperty("at").GetDateTimeOffset());
        Assert.Equal("Sorry", action.GetProperty("content").GetProperty("text").GetString());
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Post, "/v1/actions/a1/retry")).Status);
        Assert.Equal(409, (await _host.SendAsync(HttpMethod.Post, "/v1/actions/a1/retry")).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Post, "/v1/actions/a2/retry")).Status);
    }
}
