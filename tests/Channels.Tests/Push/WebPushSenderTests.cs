using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Push;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Tests.Push;

/// <summary>Web Push against a push service of its own, as RFC 8030, 8291 and 8292 have it.</summary>
public sealed class WebPushSenderTests : IHttpClientFactory, IAsyncLifetime
{
    private const string Host = "push.example.com";

    private readonly BrowserDouble _browser = new();
    private readonly string _private = NewKey();
    private readonly List<(string Path, IHeaderDictionary Headers, byte[] Body)> _requests = [];
    private WebApplication _service = null!;
    private Func<HttpContext, Task> _answer = static c => Status(c, 201);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _service = builder.Build();
        _service.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _requests.Add((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value)), body.ToArray()));
            await _answer(context);
        });
        await _service.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _service.DisposeAsync();
    }

    // The endpoints' https is taken off on the way: a push service without a certificate.
    public HttpClient CreateClient(string name) => new(new Plain(new Uri(_service.Urls.First()).Port));

    [Fact]
    public async Task Send_Notification_ArrivesEncryptedAndSigned()
    {
        var answer = await Sender().SendAsync(Message(), Cancel);

        Assert.Equal((SendVerdict.Accepted, "push.example.com took it."), (answer.Verdict, answer.Text));
        var (path, headers, body) = Assert.Single(_requests);
        Assert.Equal(("/send/abc", "86400", "0123456789abcdef0123456789abcdef", "high", "aes128gcm"), (path, headers["TTL"].ToString(), headers["Topic"].ToString(), headers["Urgency"].ToString(), headers.ContentEncoding.ToString()));
        using var content = JsonDocument.Parse(_browser.Decrypt(body));
        Assert.Equal(("Your parcel", "It is late: \"sorry\"\nAnn", "SPRING"), (Text("title"), Text("body"), content.RootElement.GetProperty("values").GetProperty("code").GetString()));
        Assert.Equal(Message().Id, Text("id"));

        var authorization = headers.Authorization.ToString();
        Assert.StartsWith("vapid t=", authorization, StringComparison.Ordinal);
        AssertSigned(authorization["vapid ".Length..].Split(',').Select(p => p.Trim().Split('=', 2)).ToDictionary(p => p[0], p => p[1]));

        string? Text(string name) => content.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Send_WithLinkAndImage_SaysThem()
    {
        await Sender().SendAsync(Message(), Cancel);
        await Sender().SendAsync(Message() with { Link = "https://shop.example/orders/4711", Image = "https://shop.example/parcel.png" }, Cancel);

        var contents = _requests.Select(r => JsonDocument.Parse(_browser.Decrypt(r.Body)).RootElement).ToList();
        Assert.Equal(["id", "title", "body", "values"], contents[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(("https://shop.example/orders/4711", "https://shop.example/parcel.png"), (contents[1].GetProperty("link").GetString(), contents[1].GetProperty("image").GetString()));
    }

    [Theory]
    [InlineData(404, SendVerdict.Never, true)]
    [InlineData(410, SendVerdict.Never, true)]
    [InlineData(400, SendVerdict.Never, false)]
    [InlineData(413, SendVerdict.Never, false)]
    [InlineData(403, SendVerdict.Retry, false)]
    [InlineData(429, SendVerdict.Retry, false)]
    [InlineData(503, SendVerdict.Retry, false)]
    [InlineData(500, SendVerdict.Uncertain, false)]
    public async Task Send_Refused_SaysWhatFollows(int status, SendVerdict verdict, bool addressFault)
    {
        _answer = c => Status(c, status, "no\r\nway", ("Retry-After", "7"));

        var answer = await Sender().SendAsync(Message(), Cancel);

        Assert.Equal((verdict, addressFault, false), (answer.Verdict, answer.AddressFault, answer.ConnectionFault));
        Assert.Contains($"answered {status}", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', answer.Text!);
        Assert.Equal(status is 429 or 503 ? TimeSpan.FromSeconds(7) : status == 403 ? TimeSpan.FromMinutes(1) : null, answer.RetryAfter);
    }

    [Fact]
    public async Task Send_NoAnswer_IsUncertain()
    {
        _answer = static c =>
        {
            c.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal(SendVerdict.Uncertain, (await Sender().SendAsync(Message(), Cancel)).Verdict);
    }

    [Theory]
    [InlineData("token-of-an-app")]
    [InlineData("{}")]
    [InlineData("""{"endpoint":"https://push.example.com/x","keys":{"p256dh":"AAAA","auth":"BBBB"}}""")]
    [InlineData("""{"endpoint":"https://push.example.com/x","keys":[]}""")]
    public async Task Send_ToNoSubscription_IsRefusedAndLeavesNothing(string to)
    {
        Assert.Equal(SendVerdict.Never, (await Sender().SendAsync(Message() with { To = to }, Cancel)).Verdict);
        Assert.Empty(_requests);
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("http://push.example.com/x")]
    [InlineData("https://push.example.com.evil.example/x")]
    [InlineData("https://169.254.169.254/latest")]
    public async Task Send_ToAnotherHost_IsRefusedAndLeavesNothing(string endpoint)
    {
        var answer = await Sender().SendAsync(Message() with { To = _browser.Subscription(endpoint) }, Cancel);

        Assert.Equal((SendVerdict.Never, false), (answer.Verdict, answer.AddressFault));
        Assert.Contains("is no push service", answer.Text, StringComparison.Ordinal);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task Send_MoreThanPushServicesTake_IsRefusedWithBothNumbers()
    {
        var answer = await Sender().SendAsync(Message() with { Text = new string('x', 4_000) }, Cancel);

        Assert.Equal(SendVerdict.Never, answer.Verdict);
        Assert.Contains("3,993", answer.Text, StringComparison.Ordinal);
        Assert.Empty(_requests);
    }

    [Theory]
    [InlineData("shop@example.com", null, "'subject' says")]
    [InlineData("mailto:push@example.com", "", "is not entered")]
    [InlineData("mailto:push@example.com", "c2hvcnQ", "is not a key on P-256")]
    [InlineData("mailto:push@example.com", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "is not a key on P-256")]
    public void Make_SomethingMissing_SaysWhatToDo(string subject, string? key, string expected)
    {
        var (sender, problem) = Make(subject, key ?? _private);

        Assert.Null(sender);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_RightKey_ShowsThePublicKeyThatBrowsersNeed()
    {
        var test = await Sender().TestAsync(Cancel);

        Assert.True(test.Works);
        Assert.EndsWith(VapidKey.Of(_private)!.Public, test.Text, StringComparison.Ordinal);
    }

    private static OutgoingMessage Message(string? to = null) => new()
    {
        Id = "0123456789abcdef0123456789abcdef",
        Channel = "push",
        To = to ?? "",
        Customer = "c-1",
        Category = PolicyCategory.Service,
        Policy = "late",
        Subject = "Your parcel",
        Text = "It is late: \"sorry\"\nAnn",
        Values = [new("code", "SPRING")],
    };

    private OutgoingMessage Message() => Message(_browser.Subscription());

    private IMessageSender Sender() => Make("mailto:push@example.com", _private).Sender!;

    private (IMessageSender? Sender, string? Problem) Make(string subject, string key) =>
        ((ISenderKind)new WebPushKind(this, Options.Create(new ChannelOptions()), TimeProvider.System)).Make(
            new ConnectionDefinition
            {
                Id = "browsers",
                Name = "Browsers",
                Version = 1,
                Channel = "push",
                Provider = ConnectionProtocols.WebPush,
                Settings = [new("subject", subject), new("urgency", "high"), new("hosts", $"*.other.example, {Host}")],
            },
            CompiledDefinitions.Empty,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["privateKey"] = key });

    private void AssertSigned(Dictionary<string, string> parts)
    {
        Assert.Equal(VapidKey.Of(_private)!.Public, parts["k"]);
        var point = Base64Url.DecodeFromChars(parts["k"]);
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..65] } });
        var token = parts["t"].Split('.');
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token[1]));
        Assert.Equal(("https://push.example.com", "mailto:push@example.com"), (claims.RootElement.GetProperty("aud").GetString(), claims.RootElement.GetProperty("sub").GetString()));
    }

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: true).D);
    }

    private static Task Status(HttpContext context, int status, string body = "", params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsync(body);
    }

    private sealed class Plain(int port) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http", Host = "127.0.0.1", Port = port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
