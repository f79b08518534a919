using System.Text.Json;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Codes;

public sealed class CodeEndpointTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<(int Status, JsonElement Json)> AddAsync(string body, string type = "application/json", string pool = "spring")
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, $"/v1/code-pools/{pool}/codes", body, type);
        return (status, json);
    }

    private static string Pointer(JsonElement problem, int index = 0) => problem.GetProperty("errors")[index].GetProperty("pointer").GetString()!;

    [Fact]
    public async Task Add_Codes_AreInThePoolOnce()
    {
        var (status, json) = await AddAsync("""{"codes": ["A-1", "A-2", "A-1"]}""");
        Assert.Equal((200, 2, 1, 2), (status, json.GetProperty("added").GetInt32(), json.GetProperty("known").GetInt32(), json.GetProperty("pool").GetProperty("free").GetInt32()));

        (_, json) = await AddAsync("\uFEFFA-2\r\n\r\n A-3 \r\n", "text/plain");
        Assert.Equal((1, 1), (json.GetProperty("added").GetInt32(), json.GetProperty("known").GetInt32()));

        var pools = (await _host.GetAsync("/v1/code-pools")).Json.GetProperty("pools");
        Assert.Equal(("spring", 3), (pools[0].GetProperty("pool").GetString(), pools[0].GetProperty("total").GetInt32()));
        var codes = (await _host.GetAsync("/v1/code-pools/spring/codes?state=free&limit=2")).Json;
        Assert.Equal(["A-3", "A-2"], codes.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("code").GetString()));
        Assert.Equal("free", (await _host.GetAsync("/v1/codes/A-1")).Json.GetProperty("state").GetString());
        var audit = await _host.Get<IAuditTrail>().ListAsync(new AuditQuery { Kind = "codes", Limit = 10 }, TestContext.Current.CancellationToken);
        Assert.Equal(["1 code", "2 codes"], audit.Items.Select(e => e.Detail));
    }

    [Fact]
    public async Task Add_WrongCodes_SaysWhichAndAddsNone()
    {
        var (status, json) = await AddAsync("""{"codes": ["fine", "not fine", ""]}""");
        Assert.Equal((400, "/codes/1", "/codes/2"), (status, Pointer(json), Pointer(json, 1)));
        (status, json) = await AddAsync("fine\n\nnot fine\n", "text/plain");
        Assert.Equal((400, "line 3"), (status, Pointer(json)));
        (status, json) = await AddAsync("""{"codes": []}""");
        Assert.Equal((400, "/codes"), (status, Pointer(json)));
        (status, json) = await AddAsync("""{"codes": ["A"]}""", pool: "my%20pool");
        Assert.Equal((400, "pool"), (status, Pointer(json)));
        Assert.Equal(415, (await AddAsync("<codes/>", "application/xml")).Status);

        Assert.Empty((await _host.GetAsync("/v1/code-pools")).Json.GetProperty("pools").EnumerateArray());
    }

    [Fact]
    public async Task Withdraw_FreeCodes_SaysHowMany()
    {
        await AddAsync("""{"codes": ["A", "B"]}""");

        var (status, json, _) = await _host.SendAsync(HttpMethod.Delete, "/v1/code-pools/spring/codes");

        Assert.Equal((200, 2, 0), (status, json.GetProperty("withdrawn").GetInt32(), json.GetProperty("pool").GetProperty("total").GetInt32()));
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Delete, "/v1/code-pools/spring/codes")).Status);
        Assert.Equal(404, (await _host.GetAsync("/v1/codes/A")).Status);
        Assert.Equal(404, (await _host.GetAsync("/v1/code-pools/other")).Status);
        Assert.Equal(400, (await _host.GetAsync("/v1/code-pools/other/codes?cursor=x")).Status);
    }
}
