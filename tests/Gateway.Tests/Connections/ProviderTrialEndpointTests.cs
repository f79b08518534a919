using System.Text.Json;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Gateway.Tests.Connections;

/// <summary>Trying a provider document over the API: its request, what answers mean, what webhooks report, and what cannot be used.</summary>
public sealed class ProviderTrialEndpointTests : IAsyncLifetime
{
    private const string Document = """
        kind: provider
        id: courier
        name: Courier
        channels: [sms]
        settings: [{name: from, label: Sender, required: true}]
        secrets: [{name: apiKey, label: API key}]
        send:
          url: https://api.courier.example/messages?key={{ secrets.apiKey }}
          auth: {bearer: apiKey}
          json: {from: "{{ settings.from }}", to: "{{ message.to }}", text: "{{ message.text }}"}
        answer:
          accepted: status == `202`
          id: body.id
          addressFault: body.code == 'unknown'
        webhook:
          verify: {shared: {value: headers.x, secret: apiKey}}
          events: body.events
          type: type
          message: id
          steps: {delivered: delivered}
        """;

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task<(int Status, JsonElement Json, HttpResponseMessage Response)> TryAsync(object request) =>
        _host.SendAsync(HttpMethod.Post, "/v1/providers/try", JsonSerializer.Serialize(request));

    [Fact]
    public async Task Try_Draft_ShowsItsRequestWithoutSecrets()
    {
        var (status, json, _) = await TryAsync(new { document = Document, settings = new { from = "Shop" }, message = new { to = "+4930901820", text = "Hi \"you\"" } });

        Assert.Equal(200, status);
        var request = json.GetProperty("request");
        Assert.Equal(("POST", "https://api.courier.example/messages?key=%28apiKey%29"), (request.GetProperty("method").GetString(), request.GetProperty("url").GetString()));
        Assert.Equal("""{"from":"Shop","to":"+4930901820","text":"Hi \"you\""}""", request.GetProperty("body").GetString());
        Assert.Contains(request.GetProperty("headers").EnumerateArray(), h => h.GetProperty("name").GetString() == "Authorization" && h.GetProperty("value").GetString() == "Bearer •••");
        Assert.Equal("from", json.GetProperty("settings")[0].GetProperty("name").GetString());
        Assert.False(json.TryGetProperty("answer", out var answer) && answer.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task Try_SettingMissing_SaysWhichAndStillReadsTheAnswer()
    {
        var (_, json, _) = await TryAsync(new { document = Document, answer = new { status = 202, body = """{"id": "m-1"}""" } });

        Assert.Equal("'from' (Sender) is missing", json.GetProperty("request").GetProperty("problem").GetString());
        Assert.Equal("Accepted, with the id m-1.", json.GetProperty("answer").GetProperty("meaning").GetString());
    }

    [Theory]
    [InlineData(429, """{}""", "retry", "Retried after 30 s: the provider did not take the message.")]
    [InlineData(401, """{}""", "retry", "Retried after 30 s: the connection is at fault, and others of the channel take over.")]
    [InlineData(400, """{"code": "unknown"}""", "never", "Dead: nobody is at the address. The customer's channel is closed.")]
    [InlineData(400, """{"code": "spam"}""", "never", "Dead: the provider will never take the message.")]
    [InlineData(504, "", "uncertain", "Uncertain: the provider may have the message, and cannot be asked. The action becomes unknown and is not sent again by itself.")]
    public async Task Try_RecordedAnswer_SaysWhatItMeans(int status, string body, string verdict, string meaning)
    {
        var answer = (await TryAsync(new { document = Document, answer = new { status, headers = new Dictionary<string, string> { ["Retry-After"] = "30" }, body } })).Json.GetProperty("answer");

        Assert.Equal((verdict, meaning), (answer.GetProperty("verdict").GetString(), answer.GetProperty("meaning").GetString()));
    }

    [Fact]
    public async Task Try_RecordedWebhook_ListsStepsAndSkippedWords()
    {
        const string body = """{"events": [{"type": "delivered", "id": "m-1"}, {"type": "queued", "id": "m-1"}, {"type": "queued"}, {"type": "delivered"}]}""";

        var webhook = (await TryAsync(new { document = Document, webhook = new { body } })).Json.GetProperty("webhook");

        var report = Assert.Single(webhook.GetProperty("reports").EnumerateArray());
        Assert.Equal(("delivered", "m-1"), (report.GetProperty("step").GetString(), report.GetProperty("providerId").GetString()));
        Assert.Equal((2, 1), (webhook.GetProperty("skipped").GetInt32(), webhook.GetProperty("unreadable").GetInt32()));
        Assert.Equal("queued", Assert.Single(webhook.GetProperty("skippedWords").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Try_BuiltInProviderWithAForm_IsReadByItsId()
    {
        var (status, json, _) = await TryAsync(new
        {
            provider = "twilio",
            settings = new { account = "AC1", from = "+14155238886" },
            message = new { channel = "whatsapp" },
            webhook = new { headers = new Dictionary<string, string> { ["content-type"] = "application/x-www-form-urlencoded" }, body = "MessageSid=SM1&MessageStatus=delivered&To=%2B4915112345678" },
        });

        Assert.Equal(200, status);
        Assert.Contains("To=whatsapp", json.GetProperty("request").GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal("delivered", json.GetProperty("webhook").GetProperty("reports")[0].GetProperty("step").GetString());
    }

    [Theory]
    [InlineData("""{}""", "/document")]
    [InlineData("""{"provider": "slack", "document": "x"}""", "/document")]
    [InlineData("""{"document": "kind: provider\nid: x"}""", "/document")]
    [InlineData("""{"document": "kind: segment\nid: s\nname: S\nwhere: {customer.tier: gold}"}""", "/document")]
    [InlineData("""{"provider": "slack", "message": {"channel": "email"}}""", "/message/channel")]
    [InlineData("""{"provider": "slack", "message": {"category": "spam"}}""", "/message/category")]
    [InlineData("""{"provider": "slack", "answer": {"status": 99}}""", "/answer/status")]
    [InlineData("""{"provider": "slack", "webhook": {"method": "BREW"}}""", "/webhook/method")]
    [InlineData("""{"provider": "slack", "webhook": {"headers": {"a/b": null}}}""", "/webhook/headers/a~1b")]
    public async Task Try_WhatCannotBeUsed_IsNamed(string body, string place)
    {
        var (status, json, _) = await _host.SendAsync(HttpMethod.Post, "/v1/providers/try", body);

        Assert.Equal(400, status);
        Assert.Contains(json.GetProperty("errors").EnumerateArray(), e => e.GetProperty("pointer").GetString() == place);
    }

    [Fact]
    public async Task Try_AnswerLongerThanIsRead_IsRefused() =>
        Assert.Equal(400, (await TryAsync(new { provider = "slack", answer = new { status = 200, body = new string('x', (64 * 1024) + 1) } })).Status);

    [Fact]
    public async Task Try_UnknownProvider_IsNotFound() =>
        Assert.Equal("urn:cx:problem:unknown-provider", (await TryAsync(new { provider = "nobody" })).Json.GetProperty("type").GetString());
}
