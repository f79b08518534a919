using System.Text.Json;

namespace CxOrchestrator.Gateway.Tests.Cases;

public sealed class CaseEndpointTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Cases_AreTakenWorkedAndClosed()
    {
        _host.Store.Put(States.Unhappy("c1", name: "Ann"), atRisk: true);
        _host.Operators.Cases["k1"] = States.Case("k1");
        Assert.Equal("Ann", (await _host.GetAsync("/v1/cases?status=open")).Json.GetProperty("items")[0].GetProperty("customerName").GetString());
        Assert.Equal(400, (await Post("/v1/cases/k1/claim", "{\"by\":\"\"}")).Status);
        Assert.Equal(415, (await _host.SendAsync(HttpMethod.Post, "/v1/cases/k1/claim", "{}", "text/plain")).Status);
        var (status, json, _) = await Post("/v1/cases/k1/claim", "{\"by\":\"Ben\"}");
        Assert.Equal(200, status);
        Assert.Equal("claimed", json.GetProperty("status").GetString());
        Assert.True(json.GetProperty("overdue").GetBoolean());
        (status, json, _) = await Post("/v1/cases/k1/claim", "{\"by\":\"Cleo\"}");
        Assert.Equal(409, status);
        Assert.Contains("Ben", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(409, (await Post("/v1/cases/k1/complete", "{\"by\":\"Cleo\",\"disposition\":\"resolved\"}")).Status);
        (status, json, _) = await Post("/v1/cases/k1/complete", "{\"by\":\"Ben\",\"disposition\":\"fine\"}");
        Assert.Equal(400, status);
        Assert.Equal("/disposition", json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        (status, json, _) = await Post("/v1/cases/k1/complete", "{\"by\":\"Ben\",\"disposition\":\"resolved\",\"note\":\"done\"}");
        Assert.Equal(200, status);
        Assert.Equal("completed", json.GetProperty("status").GetString());
        Assert.Equal(404, (await Post("/v1/cases/k2/release", "{\"by\":\"Ben\"}")).Status);
    }

    private Task<(int Status, JsonElement Json, HttpResponseMessage Response)> Post(string path, string body) => _host.SendAsync(HttpMethod.Post, path, body);
}
