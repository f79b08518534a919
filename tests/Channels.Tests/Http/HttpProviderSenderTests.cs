using System.Net;
using System.Net.Sockets;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Channels.Tests.Providers;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Channels.Tests.Http;

public sealed partial class HttpProviderSenderTests : IAsyncLifetime
{
    private const string Document = """
        kind: provider
        id: own
        name: Own
        channels: [email]
        settings: [{name: path, label: Path, default: send}]
        secrets: [{name: key, label: Key}]
        send:
          url: https://api.own.example/{{ settings.path }}/{{ message.to }}?policy={{ message.policy }}
          headers: {X-Subject: "{{ message.subject }}", X-Key: "{{ secrets.key }}"}
          json: {text: "{{ message.text }}", nested: [{only: "{{ message.html }}"}], n: 3, yes: true}
          idempotency: Idempotency-Key
        answer: {accepted: status == `200`, id: body.id, text: body.error}
        """;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));
    private ProviderDouble _double = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static OutgoingMessage Message => EmailCases.All.First().Message with { Html = null };

    public async ValueTask InitializeAsync() => _double = await ProviderDouble.StartAsync();

    public ValueTask DisposeAsync() => _double.DisposeAsync();

    [Fact]
    public async Task SendAsync_HostileValues_StayInsideOfTheirPlaces()
    {
        _double.Answers(200);

        var answer = await SendAsync(Message with { To = "a/b?c=d#e&f@x\"\r\nX: y", Policy = "p&admin=1", Text = "\",\"admin\":true,\"x\":\"\u2028\\" });

        Assert.Equal(SendVerdict.Accepted, answer.Verdict);
        var request = Assert.Single(_double.Requests);
        Assert.Equal("/send/a%2Fb%3Fc%3Dd%23e%26f%40x%22%0D%0AX%3A%20y?policy=p%26admin%3D1", request.PathAndQuery);
        using var body = System.Text.Json.JsonDocument.Parse(request.Body);
        Assert.Equal(["text", "n", "yes"], body.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("\",\"admin\":true,\"x\":\"\u2028\\", body.RootElement.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("Hi\r\nBcc: eve@example.com")]
    [InlineData("Hi\nthere")]
    [InlineData("Hi\0")]
    [InlineData("Schöne Grüße")]
    public async Task SendAsync_HeaderValueThatBreaksOut_IsNeverSent(string subject)
    {
        var answer = await SendAsync(Message with { Subject = subject });

        Assert.Equal((SendVerdict.Never, "the header X-Subject holds a line break or a character beyond ASCII"), (answer.Verdict, answer.Text));
        Assert.Empty(_double.Requests);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task SendAsync_PathOfDots_IsNeverSent(string to)
    {
        Assert.Equal(SendVerdict.Never, (await SendAsync(Message with { To = to })).Verdict);
        Assert.Empty(_double.Requests);
    }

    [Fact]
    public async Task SendAsync_SecretInTheAnswer_IsMasked()
    {
        _double.Answers(400, """{"error": "key s3cr3t/+key of s3cr3t%2F%2Bkey is not known\r\nfor kim"}""");

        Assert.Equal("400 Bad Request: key ••• of ••• is not known  for kim", (await SendAsync(Message)).Text);
    }

    [Fact]
    public async Task SendAsync_WithIdempotencyHeader_SendsTheActionsId()
    {
        _double.Answers(200);
        await using var sender = Sender();

        await sender.SendAsync(Message, Token);

        Assert.True(sender.TakesIdempotencyKey);
        Assert.Equal(Message.Id, _double.Requests[0].Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task SendAsync_NoAnswerInTime_IsUncertain()
    {
        var arrived = new TaskCompletionSource();
        var gone = new TaskCompletionSource();
        _double.Answer = context =>
        {
            arrived.SetResult();
            return gone.Task;
        };
        await using var sender = Sender();

        var sending = sender.SendAsync(Message, Token);
        await arrived.Task.WaitAsync(Token);
        _clock.Advance(TimeSpan.FromSeconds(21));
        var answer = await sending;
        gone.SetResult();

        Assert.Equal((SendVerdict.Uncertain, "api.own.example did not answer in time"), (answer.Verdict, answer.Text));
    }

    [Fact]
    public async Task SendAsync_CanceledAfterTheRequest_IsUncertainAndDoesNotThrow()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var gone = new TaskCompletionSource();
        _double.Answer = async context =>
        {
            await cancel.CancelAsync();
            await gone.Task;
        };
        await using var sender = Sender();

        var answer = await sender.SendAsync(Message, cancel.Token);
        gone.SetResult();

        Assert.Equal(SendVerdict.Uncertain, answer.Verdict);
    }

    [Fact]
    public async Task SendAsync_CanceledBefore_Throws()
    {
        await using var sender = Sender();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendAsync(Message, new CancellationToken(canceled: true)));
        Assert.Empty(_double.Requests);
    }

    [Fact]
    public async Task SendAsync_AnswerBreaksOffInside_IsUncertain()
    {
        const string document = "accepted: body.ok == `true`";
        _double.Answer = async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{\"ok\": ");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        await using var sender = Sender(Document.Replace("accepted: status == `200`", document, StringComparison.Ordinal));

        Assert.Equal(SendVerdict.Uncertain, (await sender.SendAsync(Message, Token)).Verdict);
    }

    [Fact]
    public async Task SendAsync_EndlessAnswer_IsReadToItsBound()
    {
        _double.Answer = async context =>
        {
            for (var i = 0; i < 200 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.WriteAsync(new string('x', 1_024));
            }
        };

        Assert.Equal(SendVerdict.Accepted, (await SendAsync(Message)).Verdict);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 30 Nov 2026 08:01:00 GMT", 60)]
    [InlineData("99999999999", 86_400)]
    [InlineData("-3", null)]
    [InlineData("soon", null)]
    public async Task SendAsync_RetryAfter_IsReadAndBounded(string header, int? seconds)
    {
        _double.Answers(429, "", ("Retry-After", header));

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, (await SendAsync(Message)).RetryAfter);
    }

    [Fact]
    public async Task SendAsync_Redirect_IsNotFollowed()
    {
        _double.Answers(302, "", ("Location", "https://elsewhere.example/"));

        var answer = await SendAsync(Message);

        Assert.Equal((SendVerdict.Retry, true), (answer.Verdict, answer.ConnectionFault));
        Assert.Single(_double.Requests);
    }

    [Fact]
    public async Task SendAsync_NobodyListens_WasNotHandedOver()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var answer = await ReallyAsync($"http://127.0.0.1:{port}/", loopbackPort: port);

        Assert.Equal((SendVerdict.Retry, true, "127.0.0.1 cannot be reached (no connection)"), (answer.Verdict, answer.ConnectionFault, answer.Text));
    }

    [Fact]
    public async Task SendAsync_PrivateAddress_IsRefusedWithTheSetting()
    {
        var answer = await ReallyAsync("http://192.168.255.254/", loopbackPort: 0);

        Assert.Equal((SendVerdict.Retry, true), (answer.Verdict, answer.ConnectionFault));
        Assert.Contains("Channels:AllowPrivateNetworks", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_TokenRefused_IsTheConnectionsFaultAndNothingIsSent()
    {
        var given = TeamAndPushCases.All.First(c => c.Provider == "fcm");
        await using var sender = (given with { Secrets = new() { ["account"] = "{\"client_email\": \"a\"}" } }).Sender(_double, _clock);

        var answer = await sender.SendAsync(given.Message, Token);

        Assert.Equal((SendVerdict.Retry, true), (answer.Verdict, answer.ConnectionFault));
        Assert.StartsWith("the service account is not the JSON file of its key", answer.Text, StringComparison.Ordinal);
        Assert.Empty(_double.Requests);
    }

    [Fact]
    public async Task SendAsync_SecretMissing_IsTheConnectionsFaultAndNothingIsSent()
    {
        var given = EmailCases.All.First();
        await using var sender = (given with { Secrets = [] }).Sender(_double, _clock);

        Assert.Equal(new SendAnswer(SendVerdict.Retry, Text: "API key is not entered", ConnectionFault: true), await sender.SendAsync(given.Message, Token));
        Assert.Empty(_double.Requests);
    }

    [Fact]
    public async Task SendAsync_KeyThatCannotSign_SaysSoWithoutTheKey()
    {
        var given = TeamAndPushCases.All.First(c => c.Provider == "apns");
        await using var sender = (given with { Secrets = new() { ["key"] = "-----BEGIN PRIVATE KEY-----nonsense" } }).Sender(_double, _clock);

        var answer = await sender.SendAsync(given.Message, Token);

        Assert.Equal((SendVerdict.Retry, true), (answer.Verdict, answer.ConnectionFault));
        Assert.DoesNotContain("nonsense", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_SettingsOfAnotherProvider_NamesThem()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new HttpProviderSender(
            Read(Document), new Dictionary<string, string> { ["pathh"] = "x" }, new Dictionary<string, string>(), _double, TimeSpan.FromSeconds(1), _clock));

        Assert.Contains("Own has no setting 'pathh'; it has path", wrong.Message, StringComparison.Ordinal);
    }

    private static ProviderDefinition Read(string text) => DefinitionReader.Read([new("own.yaml", text)]) is { Set: { } set } ? set.Providers[0] : throw new InvalidOperationException();

    private HttpProviderSender Sender(string document = Document) => new(
        Read(document), new Dictionary<string, string>(), new Dictionary<string, string> { ["key"] = "s3cr3t/+key" }, _double, TimeSpan.FromSeconds(20), _clock);

    private async Task<SendAnswer> SendAsync(OutgoingMessage message)
    {
        await using var sender = Sender();
        return await sender.SendAsync(message, Token);
    }

    // With the client that the product has.
    private static async Task<SendAnswer> ReallyAsync(string address, int loopbackPort)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Channels:LoopbackPorts:0", $"{loopbackPort}")]).Build())
            .AddProviderHttp();
        await using var provider = services.BuildServiceProvider();
        var given = TeamAndPushCases.All.First(c => c.Provider == "slack");
        await using var sender = new HttpProviderSender(
            given.Definition, given.Settings, new Dictionary<string, string> { ["address"] = address }, provider.GetRequiredService<IHttpClientFactory>(), TimeSpan.FromSeconds(20), TimeProvider.System);
        return await sender.SendAsync(given.Message, Token);
    }
}
