using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>What pages of other origins make a browser send, and what comes by another name or through a proxy.</summary>
public sealed class RequestGuardTests
{
    private const string Stop = "{\"stopped\":true,\"by\":\"Ben\"}";

    private static readonly (string, string)[] OpenCluster = [("Mode", "Cluster"), ("Access:OpenOnPurpose", "true"), ("Access:PublicUrl", "https://cx.example.com"), ("Access:Hosts:0", "cx.internal"), ("Access:Hosts:1", "cx.lan:8080")];

    private static readonly (string, string)[] AccountsCluster = [("Mode", "Cluster"), ("Access:SignIn", "Accounts")];

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "")]
    [InlineData("Origin", "http://cx.example.com")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "rebound.example")]
    [InlineData("Host", "cx.lan:8081")]
    [InlineData("Host", "127.0.0.1.rebound.example")]
    public async Task OpenCluster_CommandOfAnotherSitesPage_IsRefused(string header, string value)
    {
        await using var host = await GatewayHost.StartAsync(OpenCluster);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "/v1/sending", Stop, headers: (header, value))).Status);
        Assert.False((await host.GetAsync("/v1/sending")).Json.GetProperty("stopped").GetBoolean());

        // A form or a fetch without CORS sends text, and no cookie.
        Assert.Equal(403, (await host.PostAsync("""{"id":"1","type":"t","customer":"c","at":"2026-03-03T11:00:00Z"}""", "text/plain", (header, value))).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Post, "/hubs/live/negotiate?negotiateVersion=1", headers: (header, value))).Status);
        var webSocket = new[] { ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), (header, value) };
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Get, "/hubs/live", headers: webSocket)).Status);
    }

    [Theory]
    [InlineData("rebound.example", 403)]
    [InlineData("cx.example.com.", 403)]
    [InlineData("cx.example.com", 200)]
    [InlineData("CX.internal:5080", 200)]
    [InlineData("cx.lan:8080", 200)]
    [InlineData("localhost:1", 200)]
    public async Task OpenCluster_ReadByAName_IsAnsweredWhereTheNameIsListed(string name, int expected)
    {
        await using var host = await GatewayHost.StartAsync(OpenCluster);
        Assert.Equal(expected, (await host.SendAsync(HttpMethod.Get, "/v1/clock", headers: ("Host", name))).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, "/health/live", headers: ("Host", name))).Status);
    }

    [Theory]
    [InlineData("https://cx.example.com", "gateway-1.pods", 403)]
    [InlineData("https://cx.example.com", "cx.internal:5080", 200)]
    [InlineData("http://cx.internal:5080", "cx.internal:5080", 200)]
    [InlineData("https://cx.internal", "cx.internal:443", 200)]
    [InlineData("http://cx.internal:5081", "cx.internal:5080", 403)]
    public async Task OpenCluster_CommandOfTheConsole_PassesByItsOwnNamesAndBehindAProxy(string origin, string name, int expected)
    {
        await using var host = await GatewayHost.StartAsync(OpenCluster);
        Assert.Equal(expected, (await host.SendAsync(HttpMethod.Put, "/v1/sending", Stop, headers: [("Origin", origin), ("Host", name), ("Sec-Fetch-Site", "same-origin")])).Status);
    }

    [Fact]
    public async Task AccountsCluster_CommandByAnotherName_IsRefusedAndAPlainReadIsNot()
    {
        await using var host = await GatewayHost.StartAsync(AccountsCluster);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, "/v1/me", headers: ("Host", "rebound.example"))).Status);
        var (status, json, _) = await host.SendAsync(HttpMethod.Post, "/v1/sign-in", "{}", headers: ("Host", "rebound.example"));
        Assert.Equal((403, "urn:cx:problem:unknown-host"), (status, json.GetProperty("type").GetString()));
        Assert.Contains("Access:Hosts", json.GetProperty("cure").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("x-forwarded-host", "cx.example.com")]
    [InlineData("X-Forwarded-Anything", "1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "192.0.2.1")]
    public async Task EmbeddedOpen_BehindAProxy_IsRefusedAndWithAccountsIsNot(string header, string value)
    {
        await using (var open = await GatewayHost.StartAsync())
        {
            Assert.Equal(403, (await open.SendAsync(HttpMethod.Get, "/v1/clock", headers: (header, value))).Status);
            Assert.Equal(403, (await open.SendAsync(HttpMethod.Put, "/v1/sending", Stop, headers: (header, value))).Status);
        }

        await using var accounts = await GatewayHost.StartAsync(("Access:SignIn", "Accounts"), ("Access:Hosts:0", "cx.example.com"));
        Assert.Equal(200, (await accounts.SendAsync(HttpMethod.Get, "/v1/me", headers: [(header, value), ("Host", "cx.example.com")])).Status);
        Assert.Equal(403, (await accounts.SendAsync(HttpMethod.Get, "/v1/me", headers: ("Host", "rebound.example"))).Status);
    }

    [Fact]
    public async Task Start_OpenInAClusterWithoutPurpose_IsRefusedByName()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync(("Mode", "Cluster")));
        Assert.Contains("Access:OpenOnPurpose", fault.Message, StringComparison.Ordinal);
        Assert.Null(GatewayStart.CreateBuilder(["--urls", "http://127.0.0.1:0", "--Mode=Cluster"], out var exitCode));
        Assert.Equal(2, exitCode);
        Assert.NotNull(GatewayStart.CreateBuilder(["--urls", "http://127.0.0.1:0", "--Mode=Cluster", "--Access:SignIn=Accounts"], out _));
    }

    [Theory]
    [InlineData("Access:PublicUrl", "cx.example.com")]
    [InlineData("Access:PublicUrl", "https://cx.example.com/console")]
    [InlineData("Access:Hosts:0", "https://cx.example.com")]
    [InlineData("Access:Hosts:0", "*.example.com")]
    [InlineData("Access:Hosts:0", "cx.example.com:http")]
    public async Task Start_NameThatCannotBeUsed_IsRefusedByName(string setting, string value)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync((setting, value)));
        Assert.Contains(setting, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_NoHost_IsFalse() => Assert.False(new AllowedHosts(Options.Create(new AccessOptions()), Options.Create(new SignInProviderOptions()), Options.Create(new LinksOptions())).Has(new HostString("")));
}
