using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed partial class WebhookChannelTests : IAsyncLifetime
{
    private const string Secret = "whsec_" + Key;
    private const string Key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private const string OlderSecret = "whsec_" + OlderKey;
    private const string OlderKey = "b2xkZXIgYnl0ZXMgb2YgdGhlIHRlc3RzIGtleQ==";

    private readonly WatchedClock _clock = new(Make.Start);
    private ServiceProvider _services = null!;
    private readonly FakeEndpoints _endpoints = new(TimeProvider.System);
    private WebhookReceiver _receiver = null!;

    private WebhookChannel Channel => _services.GetRequiredService<WebhookChannel>();

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();

        // As the silo registers it: the handler's settings are part of the promise.
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            [new("Webhooks:Secret", $"{Secret} {OlderSecret}"), new("Webhooks:LoopbackPorts:0", new Uri(_receiver.Url).Port.ToString(CultureInfo.InvariantCulture))]).Build());
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton(new WebhookSecretFile("unused"));
        services.AddSingleton<IWebhookEndpoints>(_endpoints);
        services.AddDispatch();
        _services = services.BuildServiceProvider();
    }

    [Fact]
    public async Task Send_ReceiverIsGone_DisablesTheAddressUntilItIsEnabled()
    {
        Assert.Equal(ChannelOutcome.Never, (await SendAsync(410)).Outcome);
        var disabled = Assert.Single(await _endpoints.ListAsync(CancellationToken.None));
        Assert.Equal(AuditActions.EndpointDisabled, Assert.Single(_endpoints.Entries).Action);

        var held = await SendAsync(200);
        Assert.Equal(ChannelOutcome.Never, held.Outcome);
        Assert.StartsWith("The endpoint is disabled since", held.Error, StringComparison.Ordinal);

        await _endpoints.EnableAsync(disabled.Url, new AuditEntry { By = "ann", Action = AuditActions.EndpointEnabled }, CancellationToken.None);
        Assert.Equal(ChannelOutcome.Delivered, (await SendAsync(200)).Outcome);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private OutboxItem Item(string? url = null) => new()
    {
        Key = Some.Key(),
        Action = Some.Action("a-1", kind: ActionKind.Webhook, content: [(ActionContent.Url, url ?? _receiver.Url), ("data.order", "4711 \"ü\""), ("text", "not data")]),
        Status = ActionStatus.Admitted,
        StatusAt = Make.Start,
    };

    private Task<ChannelResult> SendAsync(string? url = null) => Channel.SendAsync(Item(url), CancellationToken.None).WaitAsync(WatchedClock.Patience);

    private Task<ChannelResult> SendAsync(int status, Action<HttpResponse>? answer = null)
    {
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = status;
            answer?.Invoke(context.Response);
            return context.Response.WriteAsync("because of the test");
        };
        return SendAsync();
    }

    [Fact]
    public async Task Send_Signature_IsTheHmacOverIdTimestampAndTheExactBody()
    {
        Assert.Equal(ChannelResult.Delivered, await SendAsync());

        var (path, method, headers, body) = Assert.Single(_receiver.Calls);
        Assert.Equal(("/hook", "POST", "application/json"), (path, method, headers.ContentType.ToString()));
        Assert.Equal(("a-1", "a-1"), (headers["webhook-id"].ToString(), headers["Idempotency-Key"].ToString()));
        Assert.Equal(Make.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), headers["webhook-timestamp"].ToString());

        // As a receiver would do it, with nothing of the sender's code.
        Assert.Equal(
            new[] { Key, OlderKey }.Select(key =>
            {
                using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(key));
                hmac.AppendData(Encoding.UTF8.GetBytes(headers["webhook-id"] + "." + headers["webhook-timestamp"] + "."));
                hmac.AppendData(body);
                return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
            }),
            headers["webhook-signature"].ToString().Split(' '));
    }

    [Fact]
    public async Task Send_Body_SaysWhatWasDecided()
    {
        await SendAsync();

        var json = JsonDocument.Parse(_receiver.Calls.Single().Body).RootElement;
        Assert.Equal(
            ("a-1", "webhook", "late", 3, "c-1", "order", "4711"),
            (json.GetProperty("id").GetString(), json.GetProperty("kind").GetString(), json.GetProperty("policy").GetString(), json.GetProperty("policyVersion").GetInt32(),
                json.GetProperty("customer").GetString(), json.GetProperty("journey").GetString(), json.GetProperty("correlation").GetString()));
        Assert.Equal(Make.Start, json.GetProperty("decidedAt").GetDateTimeOffset());
        Assert.Equal("4711 \"ü\"", json.GetProperty("data").GetProperty("order").GetString());
        Assert.Single(json.GetProperty("data").EnumerateObject());
    }

    [Fact]
    public async Task Send_Again_HasTheSameIdAndBody()
    {
        await SendAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        await SendAsync();

        var calls = _receiver.Calls.ToArray();
        Assert.Equal(calls[0].Headers["webhook-id"], calls[1].Headers["webhook-id"]);
        Assert.Equal(calls[0].Body, calls[1].Body);
        Assert.NotEqual(calls[0].Headers["webhook-signature"], calls[1].Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Send_Taken_IsDelivered(int status)
    {
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        Assert.Equal(ChannelResult.Delivered, await SendAsync());
    }

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Send_NotNow_IsTriedAgain(int status)
    {
        var result = await SendAsync(status);

        Assert.Equal(ChannelOutcome.Retry, result.Outcome);
        Assert.StartsWith($"{status}", result.Error, StringComparison.Ordinal);
        Assert.Contains("because of the test", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(422)]
    public async Task Send_Refused_IsNeverTriedAgain(int status) => Assert.Equal(ChannelOutcome.Never, (await SendAsync(status)).Outcome);

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Send_Redirect_IsNotFollowed(int status)
    {
        var result = await SendAsync(status, response => response.Headers.Location = "/elsewhere");

        Assert.Equal(ChannelOutcome.Never, result.Outcome);
        Assert.Equal("/hook", Assert.Single(_receiver.Calls).Path);
    }

    [Fact]
    public async Task Send_RetryAfter_IsPassedOn()
    {
        Assert.Equal(TimeSpan.FromSeconds(90), (await SendAsync(429, r => r.Headers.RetryAfter = "90")).RetryAfter);
        Assert.Equal(TimeSpan.FromMinutes(3), (await SendAsync(503, r => r.Headers.RetryAfter = Make.Start.AddMinutes(3).ToString("R", CultureInfo.InvariantCulture))).RetryAfter);
        Assert.Null((await SendAsync(503)).RetryAfter);
    }

    [Fact]
    public async Task Send_NoAnswerInTime_IsTriedAgain()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _receiver.Answer = _ => over.Task;
        var send = SendAsync();
        await _receiver.CalledAsync();
        Assert.False(send.IsCompleted);

        await _clock.PassAsync(new WebhookOptions().Timeout);

        var result = await send;
        Assert.Equal(ChannelOutcome.Retry, result.Outcome);
        Assert.Contains("10 s", result.Error, StringComparison.Ordinal);
        over.SetResult();
    }

    [Fact]
    public async Task Send_Cancelled_Throws()
    {
        _receiver.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        using var cancel = new CancellationTokenSource();
        var send = Channel.SendAsync(Item(), cancel.Token);
        await _receiver.CalledAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
    }

    [Fact]
    public async Task Send_Refused_KeepsTheStatusAndTheFirstLineOnly()
    {
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("\n no such order\u0000\u001B[2J \r\nat Secrets.Of(customer)\n");
        };

        Assert.Equal("400 Bad Request: no such order[2J", (await SendAsync()).Error);
    }

    [Fact]
    public async Task Send_LoopbackPortThatIsNotNamed_IsNeverConnectedTo()
    {
        await using var other = await WebhookReceiver.StartAsync();

        var result = await SendAsync(other.Url);

        Assert.Equal(ChannelOutcome.Never, result.Outcome);
        Assert.Contains("Webhooks:LoopbackPorts", result.Error, StringComparison.Ordinal);
        Assert.Empty(other.Calls);
    }

    [Fact]
    public async Task Send_LongRefusal_IsCutShort()
    {
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync(new string('x', 1 << 20));
        };

        Assert.InRange((await SendAsync()).Error!.Length, 200, 250);
    }

    [Fact]
    public async Task Send_NobodyListens_IsTriedAgain()
    {
        var url = _receiver.Url;
        await _receiver.DisposeAsync();
        Assert.Equal(ChannelOutcome.Retry, (await SendAsync(url)).Outcome);
        _receiver = await WebhookReceiver.StartAsync();
    }

    [Theory]
    [InlineData("http://10.0.0.1/hook")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[fe80::1]/hook")]
    [InlineData("http://[::ffff:192.168.1.1]/hook")]
    public async Task Send_PrivateAddress_IsNeverConnectedTo(string url)
    {
        var result = await SendAsync(url);

        Assert.Equal(ChannelOutcome.Never, result.Outcome);
        Assert.Contains("Webhooks:AllowPrivateNetworks", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("/relative")]
    [InlineData("ftp://example.org/hook")]
    [InlineData("file:///etc/passwd")]
    public async Task Send_NoWebAddress_IsNeverTried(string url) => Assert.Equal(ChannelOutcome.Never, (await SendAsync(url)).Outcome);

    [Fact]
    public void HostOf_Action_IsTheHostWithItsPort() => Assert.Equal("example.org:8080", Channel.HostOf(Item("http://example.org:8080/hook?x=1").Action));
}
