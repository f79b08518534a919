using System.Text;
using System.Text.Json;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>What operators do: dead letters, the kill switch.</summary>
public sealed class OperatorEndpointTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task DeadLetter_IsReplayedCorrectedOnce()
    {
        await _host.Operators.AddAsync(
            new DeadLetter
            {
                Origin = new LogPosition("log", 0, 1),
                Source = "shop",
                Reason = "unreadable",
                Detail = "/at: the time is needed",
                At = GatewayHost.Start,
                Body = Encoding.UTF8.GetBytes("""{"id":"1","type":"t","customer":"c"}"""),
            },
            TestContext.Current.CancellationToken);
        var (_, json, _) = await _host.GetAsync("/v1/dead-letters");
        Assert.Equal("unreadable", json.GetProperty("items")[0].GetProperty("reason").GetString());
        Assert.Equal("t", (await _host.GetAsync("/v1/dead-letters/1/body")).Json.GetProperty("type").GetString());
        (var status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/dead-letters/1/replay");
        Assert.Equal(400, status);
        Assert.Equal("/at", json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        const string Corrected = """{"id":"1","type":"t","customer":"c","at":"2026-03-03T11:00:00Z"}""";
        (status, json, _) = await Post("/v1/dead-letters/1/replay", Corrected);
        Assert.Equal(200, status);
        Assert.NotEqual(JsonValueKind.Null, json.GetProperty("replayedAt").ValueKind);
        Assert.Equal(Corrected, Encoding.UTF8.GetString(Assert.Single(_host.Log.Items).Body.Span));
        Assert.Equal(409, (await Post("/v1/dead-letters/1/replay", Corrected)).Status);
    }

    [Fact]
    public async Task Sending_IsStoppedByWho()
    {
        Assert.False((await _host.GetAsync("/v1/sending")).Json.GetProperty("stopped").GetBoolean());
        var (status, json, _) = await _host.SendAsync(HttpMethod.Put, "/v1/sending", "{\"stopped\":true,\"by\":\"Ben\"}");
        Assert.Equal(200, status);
        Assert.True(json.GetProperty("stopped").GetBoolean());
        Assert.Equal("Ben", json.GetProperty("changedBy").GetString());
        Assert.Equal("degraded", (await _host.GetAsync("/health/ready")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Endpoints_DisabledOne_IsListedNamedByHealthAndEnabledOnce()
    {
        await _host.Figures.ReadAsync(CancellationToken.None);
        await _host.Endpoints.DisableAsync("https://a.example/x", "410 Gone", new AuditEntry { By = "webhooks", Action = AuditActions.EndpointDisabled }, CancellationToken.None);

        var health = (await _host.GetAsync("/health/ready")).Json;
        Assert.Equal("degraded", health.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "webhooks").GetProperty("status").GetString());
        var listed = (await _host.GetAsync("/v1/webhooks/endpoints")).Json.GetProperty("items")[0];
        Assert.Equal(("https://a.example/x", "410 Gone"), (listed.GetProperty("url").GetString(), listed.GetProperty("reason").GetString()));

        const string Enable = """{"url":"https://a.example/x","by":"Ben"}""";
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Post, "/v1/webhooks/endpoints/enable", Enable)).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Post, "/v1/webhooks/endpoints/enable", Enable)).Status);
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/webhooks/endpoints/enable", """{"url":"","by":"Ben"}""");
        Assert.Equal((400, "/url"), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task PolicySending_UnknownPolicyOrNobody_IsRefusedAndAKnownOneIsStopped()
    {
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Put, "/v1/sending/policies/nobody", "{\"stopped\":true,\"by\":\"Ben\"}")).Status);
        Assert.Equal(400, (await _host.SendAsync(HttpMethod.Put, "/v1/sending/policies/nobody", "{\"stopped\":true,\"by\":\"\"}")).Status);
        await _host.Operators.SetPolicyAsync("late", stopped: true, "breaker", "fired 500 times", CancellationToken.None);

        var (status, json, _) = await _host.SendAsync(HttpMethod.Put, "/v1/sending/policies/late", "{\"stopped\":false,\"by\":\"Ben\",\"why\":\"looked at it\"}");

        Assert.Equal((200, false, "Ben"), (status, json.GetProperty("stopped").GetBoolean(), json.GetProperty("changedBy").GetString()));
        Assert.Equal("late", (await _host.GetAsync("/v1/sending/policies")).Json.GetProperty("items")[0].GetProperty("policy").GetString());
    }

    [Fact]
    public async Task Suppression_SetTwiceOfOneVersion_SecondIsAConflict()
    {
        var until = TimeProvider.System.GetUtcNow().AddDays(2).ToString("O");
        var (status, json, _) = await _host.SendAsync(HttpMethod.Put, "/v1/customers/c-1/suppression", $"{{\"until\":\"{until}\",\"by\":\"Ann\",\"version\":0}}");

        Assert.Equal((200, true, 1L), (status, json.GetProperty("suppressed").GetBoolean(), json.GetProperty("version").GetInt64()));
        Assert.Equal(409, (await _host.SendAsync(HttpMethod.Put, "/v1/customers/c-1/suppression", "{\"until\":null,\"by\":\"Ben\",\"version\":0}")).Status);
        Assert.Equal(400, (await _host.SendAsync(HttpMethod.Put, "/v1/customers/c-1/suppression", "{\"until\":\"2020-01-01T00:00:00Z\",\"by\":\"Ben\"}")).Status);
        Assert.Equal("Ann", (await _host.GetAsync("/v1/customers/c-1/suppression")).Json.GetProperty("changedBy").GetString());
    }

    private Task<(int Status, JsonElement Json, HttpResponseMessage Response)> Post(string path, string body) => _host.SendAsync(HttpMethod.Post, path, body);
}
