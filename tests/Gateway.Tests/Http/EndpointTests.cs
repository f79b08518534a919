namespace CxOrchestrator.Gateway.Tests.Http;

public sealed class EndpointTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/v1/customers/nobody")]
    [InlineData("/v1/customers/nobody/timeline")]
    [InlineData("/v1/customers/nobody/decisions")]
    [InlineData("/v1/customers/nobody/why?policy=late-delivery")]
    [InlineData("/v1/actions/nothing")]
    [InlineData("/v1/cases/nothing")]
    [InlineData("/v1/dead-letters/7")]
    [InlineData("/v1/dead-letters/7/body")]
    [InlineData("/v1/definitions/policy/none")]
    [InlineData("/v1/nothing/at/all")]
    [InlineData("/hubs/nothing")]
    public async Task Get_WhatIsNotThere_Is404WithAProblem(string path)
    {
        var (status, json, response) = await _host.GetAsync(path);
        Assert.Equal(404, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("urn:cx:problem:unknown-", json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(json.GetProperty("cure").GetString()!);
    }

    [Theory]
    [InlineData("/v1/at-risk?limit=0", "limit")]
    [InlineData("/v1/at-risk?limit=many", "limit")]
    [InlineData("/v1/at-risk?sort=height", "sort")]
    [InlineData("/v1/at-risk?cursor=x", "cursor")]
    [InlineData("/v1/at-risk?claimed=perhaps", "claimed")]
    [InlineData("/v1/actions?status=lost", "status")]
    [InlineData("/v1/actions?limit=501", "limit")]
    [InlineData("/v1/actions?cursor=nonsense", "cursor")]
    [InlineData("/v1/cases?status=lost", "status")]
    [InlineData("/v1/search", "q")]
    [InlineData("/v1/dead-letters?reason=lost", "reason")]
    [InlineData("/v1/customers/c1/timeline?before=-1", "before")]
    [InlineData("/v1/customers/c1/why", "policy")]
    [InlineData("/v1/customers/a%01b", "customer")]
    public async Task Get_WrongArgument_Is400AndNamesIt(string path, string name)
    {
        var (status, json, _) = await _host.GetAsync(path);
        Assert.Equal(400, status);
        Assert.Equal(name, json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Fault_IsAProblemWithATraceId()
    {
        _host.Store.Fails = new InvalidOperationException("secret");
        var (status, json, _) = await _host.GetAsync("/v1/customers/c1");
        Assert.Equal(500, status);
        Assert.NotEmpty(json.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("secret", json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongMethod_IsAProblem()
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Delete, "/v1/ledger");
        Assert.Equal(405, status);
        Assert.Equal("urn:cx:problem:wrong-method", json.GetProperty("type").GetString());
    }
}
