using System.Net;
using CxOrchestrator.Gateway.Access;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;

namespace CxOrchestrator.Gateway.Tests.Http;

/// <summary>A store that is away is no fault of the gateway: its callers are asked to come again.</summary>
public sealed class AwayTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>What the read model answers: with it away, none of these can.</summary>
    public static TheoryData<string> FromTheStore =>
    [
        "/v1/customers/c1", "/v1/customers/c1/timeline", "/v1/customers/c1/decisions", "/v1/actions", "/v1/actions/a1", "/v1/ledger",
    ];

    [Theory]
    [MemberData(nameof(FromTheStore))]
    public async Task Get_StoreAway_Is503WithRetryAfter(string path)
    {
        _host.Store.Fails = new NpgsqlException("Failed to connect", new System.Net.Sockets.SocketException(111));

        var (status, json, response) = await _host.GetAsync(path);

        Assert.Equal(503, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("urn:cx:problem:unavailable", json.GetProperty("type").GetString());
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("Failed to connect", json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_EveryAddressOfTheTable_NeverAnswersWithAFault()
    {
        _host.Store.Fails = new NpgsqlException("Failed to connect", new System.Net.Sockets.SocketException(111));
        foreach (var rule in AccessTable.Rules.Where(r => r.Method == "GET" && !r.Pattern.Contains("provider", StringComparison.Ordinal)))
        {
            var path = System.Text.RegularExpressions.Regex.Replace(rule.Pattern, @"\{(\w+)(:\w+)?\}", "1");
            using var response = await _host.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True((int)response.StatusCode is < 500 or 503, $"{path} answered {(int)response.StatusCode}");
            Assert.True(response.StatusCode != HttpStatusCode.ServiceUnavailable || path == "/health/ready" || response.Headers.RetryAfter is not null, $"{path} answered 503 without Retry-After");
        }
    }

    [Fact]
    public async Task Get_AFaultOfTheGateway_StaysOne()
    {
        _host.Store.Fails = new InvalidOperationException("a bug");
        Assert.Equal(500, (await _host.GetAsync("/v1/ledger")).Status);
    }

    [Theory]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", null)]
    public async Task Head_HealthAddresses_AnswerAsGetDoes(string path, HttpStatusCode? status)
    {
        using var get = await _host.Client.GetAsync(new Uri(path, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await _host.Client.SendAsync(request);
        Assert.Equal(status ?? get.StatusCode, head.StatusCode);
        Assert.Equal("application/json", head.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/touchpoints")]
    [InlineData("/v1/touchpoint")]
    [InlineData("/")]
    public async Task Post_UnknownAddress_SaysWhereTouchpointsGo(string path)
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, path, "{}");
        Assert.Equal((404, "urn:cx:problem:unknown-route"), (status, json.GetProperty("type").GetString()));
        Assert.Contains("POST /v1/touchpoints", json.GetProperty("cure").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_AddressWithoutThatMethod_Is405()
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/ledger", "{}");
        Assert.Equal((405, "urn:cx:problem:wrong-method"), (status, json.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("{0}", "/specversion", 400)]
    [InlineData("[{0}]", "/0/specversion", 400)]
    public async Task Post_CloudEventAsJson_IsToldItsContentType(string form, string place, int expected)
    {
        const string Event = """{"specversion":"1.0","id":"1","source":"/shop","type":"order.placed","subject":"c","time":"2026-03-03T11:00:00Z","data":{}}""";
        var (status, json, _) = await _host.PostAsync(form.Replace("{0}", Event, StringComparison.Ordinal));
        var problem = json.ToString();
        Assert.Equal(expected, status);
        Assert.Contains(place, problem, StringComparison.Ordinal);
        Assert.Contains("application/cloudevents+json", problem, StringComparison.Ordinal);
        Assert.Contains("application/cloudevents-batch+json", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_StoreAway_SaysSo()
    {
        await using var hub = await _host.ConnectAsync();
        _host.Store.Fails = new NpgsqlException("Failed to connect", new System.Net.Sockets.SocketException(111));
        var refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("WatchCustomer", "c1"));
        Assert.Contains("The store cannot be reached", refused.Message, StringComparison.Ordinal);
    }
}
