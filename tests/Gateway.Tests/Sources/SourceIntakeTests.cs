using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Rules.Policies;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Sources;

/// <summary>Deliveries of other systems: verified, mapped, stored and shown.</summary>
public sealed class SourceIntakeTests : IAsyncLifetime
{
    private const string Shop = "kind: connection\nid: shop\nname: Our shop\nsource: shopify\n";

    private const string Order = """{"id":1001,"order_number":7,"name":"#7","email":"ann@example.org","created_at":"2026-03-02T09:00:00Z","customer":{"id":42},"line_items":[{"title":"Cup","quantity":2}],"current_total_price":"19.90","currency":"EUR"}""";

    private readonly FakeTimeProvider _clock = new(GatewayHost.Start);
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(_clock);
        Publish(Shop);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private void Publish(params string[] documents)
    {
        var read = DefinitionReader.Read([.. documents.Select((d, i) => new DocumentSource($"{i}.yaml", d))]);
        Assert.Empty(read.Errors);
        _host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = 2 });
    }

    private async Task SecretAsync(string value, int keepBeforeHours = 0)
    {
        var (status, _, _) = await _host.SendAsync(HttpMethod.Put, "/v1/sources/shop/secrets/secret", JsonSerializer.Serialize(new { value, keepBeforeHours }));
        Assert.Equal(204, status);
    }

    private async Task<(int Status, JsonElement Json)> DeliverAsync(byte[] body, string secret, string topic = "orders/create", string id = "d-1", string? encoding = null, byte[]? signed = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/sources/shop/events") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        request.Headers.Add("X-Shopify-Topic", topic);
        request.Headers.Add("X-Shopify-Webhook-Id", id);
        request.Headers.Add("X-Shopify-Hmac-SHA256", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed ?? body)));
        using var answer = await _host.Client.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private Task<(int Status, JsonElement Json)> DeliverAsync(string body, string secret, string topic = "orders/create", string id = "d-1") => DeliverAsync(Encoding.UTF8.GetBytes(body), secret, topic, id);

    private async Task<JsonElement> SourceAsync() => (await _host.GetAsync("/v1/sources/shop")).Json;

    private async Task<JsonElement> DeliveriesAsync()
    {
        await _host.Get<SourceRecorder>().RunAsync(Cancel);
        return (await _host.GetAsync("/v1/sources/shop/deliveries")).Json.GetProperty("items");
    }

    [Fact]
    public async Task Delivery_SignedRight_IsInTheLogAndShownWithItsTouchpoints()
    {
        await SecretAsync("made-up");

        Assert.Equal(200, (await DeliverAsync(Order, "made-up")).Status);

        var item = Assert.Single(_host.Log.Items);
        using var touchpoint = JsonDocument.Parse(item.Body);
        Assert.Equal(("shop", "order.placed", "d-1"), (item.Source, touchpoint.RootElement.GetProperty("type").GetString(), touchpoint.RootElement.GetProperty("id").GetString()));
        var delivery = Assert.Single((await DeliveriesAsync()).EnumerateArray());
        Assert.Equal((200, "orders/create", "mapped"), (delivery.GetProperty("status").GetInt32(), delivery.GetProperty("events")[0].GetProperty("word").GetString(), delivery.GetProperty("events")[0].GetProperty("outcome").GetString()));
        var whole = (await _host.GetAsync($"/v1/sources/shop/deliveries/{delivery.GetProperty("number").GetInt64()}")).Json;
        Assert.Equal(Order, whole.GetProperty("body").GetString());
        Assert.Equal("orders/create", whole.GetProperty("headers").GetProperty("x-shopify-topic").GetString());
        Assert.DoesNotContain("hmac", whole.GetProperty("headers").ToString(), StringComparison.OrdinalIgnoreCase);
        var source = await SourceAsync();
        Assert.Equal(("receiving", 1L), (source.GetProperty("state").GetString(), source.GetProperty("hours")[23].GetProperty("touchpoints").GetInt64()));
    }

    [Fact]
    public async Task Delivery_TamperedOrUnsigned_IsRefusedAndNothingOfItIsKept()
    {
        await SecretAsync("made-up");

        var (tampered, problem) = await DeliverAsync(Encoding.UTF8.GetBytes(Order.Replace("19.90", "0.01", StringComparison.Ordinal)), "made-up", signed: Encoding.UTF8.GetBytes(Order));
        Assert.Equal((401, "It cannot be accepted: the signature is not right."), (tampered, problem.GetProperty("detail").GetString()));
        Assert.Equal(401, (await DeliverAsync(Order, "another")).Status);

        Assert.Empty(_host.Log.Items);
        Assert.All((await DeliveriesAsync()).EnumerateArray(), d => Assert.Equal((401, 0), (d.GetProperty("status").GetInt32(), d.GetProperty("events").GetArrayLength())));
        var source = await SourceAsync();
        Assert.Equal(("refusing", 2L), (source.GetProperty("state").GetString(), source.GetProperty("hours")[23].GetProperty("refused").GetInt64()));
    }

    [Fact]
    public async Task Secret_Rotated_BothHoldForTheTimeAndThenTheNewOneAlone()
    {
        await SecretAsync("first");
        await SecretAsync("second", keepBeforeHours: 24);

        Assert.Equal(200, (await DeliverAsync(Order, "first")).Status);
        Assert.Equal(200, (await DeliverAsync(Order, "second")).Status);
        Assert.Equal(JsonValueKind.String, (await SourceAsync()).GetProperty("secrets")[0].GetProperty("beforeUntil").ValueKind);

        _clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(401, (await DeliverAsync(Order, "first")).Status);
        Assert.Equal(200, (await DeliverAsync(Order, "second")).Status);

        await SecretAsync("third");
        Assert.Equal(401, (await DeliverAsync(Order, "second")).Status);
    }

    [Fact]
    public async Task Secret_Missing_RefusesAndSaysSo()
    {
        Assert.Equal(401, (await DeliverAsync(Order, "anything")).Status);

        var source = await SourceAsync();
        Assert.Equal(("incomplete", "Not entered yet: Signing secret of the webhooks."), (source.GetProperty("state").GetString(), source.GetProperty("problem").GetString()));
    }

    [Fact]
    public async Task Delivery_Compressed_IsSignedAsItArrivesAndUnpackedWithinABound()
    {
        await SecretAsync("made-up");

        Assert.Equal(200, (await DeliverAsync(Gzip(Encoding.UTF8.GetBytes(Order)), "made-up", encoding: "gzip")).Status);
        Assert.Single(_host.Log.Items);

        var (status, problem) = await DeliverAsync(Gzip(new byte[9 << 20]), "made-up", encoding: "gzip");
        Assert.Equal((400, "The body becomes more than 8 MiB when it is unpacked."), (status, problem.GetProperty("detail").GetString()));
        Assert.Equal(400, (await DeliverAsync(Encoding.UTF8.GetBytes(Order), "made-up", encoding: "gzip")).Status);
    }

    [Fact]
    public async Task Delivery_NotJson_IsAnErrorOfTheSender()
    {
        await SecretAsync("made-up");

        var (status, problem) = await DeliverAsync("{broken", "made-up");

        Assert.Equal((400, "The body is not JSON."), (status, problem.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Delivery_AboutNobody_IsAcceptedAndShownAsUnmapped()
    {
        await SecretAsync("made-up");

        Assert.Equal(200, (await DeliverAsync("""{"id":5,"title":"Cup"}""", "made-up", "products/update")).Status);

        Assert.Empty(_host.Log.Items);
        var read = Assert.Single((await DeliveriesAsync()).EnumerateArray()).GetProperty("events")[0];
        Assert.Equal(("unmapped", "It names no customer: neither an id nor an identity."), (read.GetProperty("outcome").GetString(), read.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Delivery_ToNobody_IsNotFound()
    {
        Publish();
        Assert.Equal(404, (await DeliverAsync(Order, "made-up")).Status);
        Publish(Shop + "enabled: false\n");
        Assert.Equal(503, (await DeliverAsync(Order, "made-up")).Status);
    }

    [Fact]
    public async Task Delivery_ToThePathOfAnApi_BelongsToTheConnectionWithItsKey()
    {
        Publish(Shop, "kind: connection\nid: web\nname: Web\nsource: segment\n", "kind: connection\nid: app\nname: App\nsource: segment\n");
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Put, "/v1/sources/web/secrets/writeKey", """{"value":"wk-web"}""")).Status);
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Put, "/v1/sources/app/secrets/writeKey", """{"value":"wk-app"}""")).Status);

        Assert.Equal(200, await TrackAsync("wk-app"));
        Assert.Equal(401, await TrackAsync("wk-other"));

        Assert.Equal("app", Assert.Single(_host.Log.Items).Source);
    }

    [Fact]
    public async Task Try_PayloadOfTheOrderJourney_ShowsWhatComesOfIt()
    {
        var read = DefinitionReader.Read([.. SamplePacks.Read("retail")]);
        _host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = 3 });

        var (status, json, _) = await _host.SendAsync(
            HttpMethod.Post, "/v1/sources/try", JsonSerializer.Serialize(new { kind = "shopify", payload = Order, headers = new Dictionary<string, string> { ["X-Shopify-Topic"] = "orders/create" } }));

        Assert.Equal((200, "order.placed"), (status, json.GetProperty("events")[0].GetProperty("touchpoints")[0].GetProperty("touchpoint").GetProperty("type").GetString()));
        Assert.Contains(json.GetProperty("outcomes").EnumerateArray(), o => o.GetProperty("kind").GetString() == "stageEntered");
        Assert.Empty(_host.Log.Items);
    }

    private async Task<int> TrackAsync(string writeKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track")
        {
            Content = new StringContent("""{"userId":"ann","event":"Order Completed","messageId":"m-1","timestamp":"2026-03-02T09:00:00Z","properties":{"order_id":"7","total":5,"currency":"EUR"}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{writeKey}:")));
        using var answer = await _host.Client.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    [Theory]
    [InlineData("/v1/batch", "segment")]
    [InlineData("/track/", "mixpanel")]
    public async Task Library_InAPage_MaySendFromListedOriginsOnly(string path, string kind)
    {
        const string page = "https://shop.example.com";
        await using var host = await GatewayHost.StartAsync(("Sources:Origins:0", page));
        var read = DefinitionReader.Read([new DocumentSource("app.yaml", $"kind: connection\nid: app\nname: App\nsource: {kind}\n")]);
        host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = 2 });
        foreach (var name in kind == "segment" ? (string[])["writeKey"] : ["token"])
        {
            Assert.Equal(204, (await host.SendAsync(HttpMethod.Put, $"/v1/sources/app/secrets/{name}", """{"value":"made-up"}""")).Status);
        }

        async Task<HttpResponseMessage> AskAsync(HttpMethod method, string origin)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Content = method == HttpMethod.Options ? null : new StringContent(
                kind == "segment" ? """{"writeKey":"made-up","batch":[{"type":"page","messageId":"m-1","anonymousId":"a-1","name":"Cart"}]}"""
                    : """[{"event":"Cart Viewed","properties":{"token":"made-up","distinct_id":"ann","$insert_id":"i-1"}}]""", Encoding.UTF8, "text/plain");
            return await host.Client.SendAsync(request, Cancel);
        }

        using var preflight = await AskAsync(HttpMethod.Options, page);
        Assert.Equal((204, page), ((int)preflight.StatusCode, preflight.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        using var sent = await AskAsync(HttpMethod.Post, page);
        Assert.Equal((200, page), ((int)sent.StatusCode, sent.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Single(host.Log.Items);

        using var other = await AskAsync(HttpMethod.Post, "https://evil.example");
        Assert.Equal((403, false), ((int)other.StatusCode, other.Headers.Contains("Access-Control-Allow-Origin")));
        Assert.Single(host.Log.Items);
    }
}
