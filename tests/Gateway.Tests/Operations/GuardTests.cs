using CxOrchestrator.Gateway.Hosting;

namespace CxOrchestrator.Gateway.Tests.Operations;

public sealed class GuardTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartWithConsoleAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("Host", "rebound.example:5080")]
    [InlineData("Host", "192.168.1.4")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Request_FromElsewhere_Is403(string header, string value)
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Get, "/v1/clock", null, headers: (header, value));
        Assert.Equal(403, status);
        Assert.NotEmpty(json.GetProperty("cure").GetString()!);
    }

    [Fact]
    public async Task Request_OfTheConsoleItself_Passes()
    {
        var origin = _host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Get, "/v1/clock", null, headers: [("Origin", origin), ("Sec-Fetch-Site", "same-origin")])).Status);
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Get, "/v1/clock", null, headers: ("Host", $"localhost:{_host.Client.BaseAddress.Port}"))).Status);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("GET", "/hubs/nothing", 404)]
    [InlineData("DELETE", "/v1/ledger", 405)]
    [InlineData("POST", "/v1/cases/k1/claim", 415)]
    public async Task Request_AtAProgramsAddress_NeverGetsTheConsolesPage(string method, string path, int expected)
    {
        var (status, json, _) = await _host.SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null, "text/plain");
        Assert.Equal(expected, status);
        Assert.Equal(expected, json.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("[::1]", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("localhost.example", false)]
    [InlineData("", false)]
    public void IsLoopback_Host_IsTold(string host, bool loopback) => Assert.Equal(loopback, LoopbackGuard.IsLoopback(host));

    [Fact]
    public async Task Documents_ComeWithoutAnythingFromElsewhere()
    {
        var (status, json, _) = await _host.GetAsync("/openapi/v1.json");
        Assert.Equal(200, status);
        var paths = json.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Contains("/v1/touchpoints", paths);
        Assert.Contains("/v1/customers/{customer}", paths);
        Assert.NotEmpty(json.GetProperty("components").GetProperty("requestBodies").GetProperty("Touchpoints").GetProperty("content")
            .GetProperty("application/json").GetProperty("examples").EnumerateObject());
        using var response = await _host.Client.GetAsync(new Uri("/docs", UriKind.Relative), TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/customers/c1")]
    [InlineData("/v1less")]
    [InlineData("/customers/ann%40example.org")]
    [InlineData("/customers/a.b/c.js")]
    [InlineData("/policies/late.v2")]
    public async Task Console_AnyPageAddress_IsItsPageWithAPolicy(string path)
    {
        using var response = await _host.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        var policy = string.Join(';', response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("'wasm-unsafe-eval'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }
}
