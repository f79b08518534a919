using System.Text.Json;
using CxOrchestrator.Gateway.InApp;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Tests.InApp;

public sealed class InAppEndpointTests
{
    private const string Shop = "https://shop.example.com";
    private const string Messages = "/in-app/v1/messages";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string?[] Ids(JsonElement answer) => [.. answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString())];

    [Fact]
    public async Task Messages_OfTheTokensCustomer_AreListedNewestFirst()
    {
        await using var host = await InAppHost.StartAsync();
        await host.PutAsync("ann", "a-1");
        await host.PutAsync("ben", "b-1");
        await host.PutAsync("ann", "a-2");

        var (status, json, _) = await host.AskAsync(host.Token("ann"), Messages);

        Assert.Equal(200, status);
        Assert.Equal(["a-2", "a-1"], Ids(json));
        var first = json.GetProperty("items")[1];
        Assert.Equal(("Late", "Sorry", "https://shop.example/voucher", "Use it", false),
            (first.GetProperty("title").GetString(), first.GetProperty("text").GetString(), first.GetProperty("link").GetString(), first.GetProperty("linkText").GetString(), first.GetProperty("read").GetBoolean()));
        Assert.Equal("https://shop.example/voucher.png", first.GetProperty("image").GetString());
        await host.PutAsync("ann", "a-3");
        var later = (await host.AskAsync(host.Token("ann"), $"{Messages}?after={json.GetProperty("cursor").GetString()}")).Json;
        Assert.Equal(["a-3"], Ids(later));
        Assert.Empty(Ids((await host.AskAsync(host.Token("ann"), $"{Messages}?after={later.GetProperty("cursor").GetString()}")).Json));
        Assert.Equal(400, (await host.AskAsync(host.Token("ann"), $"{Messages}?after=-x")).Status);
    }

    [Fact]
    public async Task ReadAndClick_AreNotedOnceAndReported()
    {
        await using var host = await InAppHost.StartAsync();
        await host.PutAsync("ann", "a-1");

        Assert.Equal(204, (await host.AskAsync(host.Token("ann"), $"{Messages}/a-1/read", HttpMethod.Post)).Status);
        Assert.Equal(204, (await host.AskAsync(host.Token("ann"), $"{Messages}/a-1/read", HttpMethod.Post)).Status);
        Assert.Equal(204, (await host.AskAsync(host.Token("ann"), $"{Messages}/a-1/click", HttpMethod.Post)).Status);
        Assert.Equal(404, (await host.AskAsync(host.Token("ben"), $"{Messages}/a-1/read", HttpMethod.Post)).Status);

        Assert.True((await host.AskAsync(host.Token("ann"), Messages)).Json.GetProperty("items")[0].GetProperty("read").GetBoolean());
        var steps = await host.Gateway.Get<IDeliveries>().StepsAsync("a-1", Cancel);
        Assert.Equal([(DeliveryStep.Opened, null), (DeliveryStep.Clicked, "https://shop.example/voucher")], steps.Select(s => (s.Reported.Step, s.Reported.Url)));
    }

    [Fact]
    public async Task Stream_NewMessages_ComeOnceAndOfTheCustomerAlone()
    {
        await using var host = await InAppHost.StartAsync();
        await host.PutAsync("ann", "before");
        using var stream = await host.OpenAsync(host.Token("ann"));

        await host.PutAsync("ben", "b-1");
        await host.PutAsync("ann", "a-1");
        var cursor = await InAppHost.NextAsync(stream, "id");
        Assert.Contains("\"id\":\"a-1\"", await InAppHost.NextAsync(stream, "data"), StringComparison.Ordinal);
        await host.PutAsync("ann", "a-2");
        Assert.Contains("\"id\":\"a-2\"", await InAppHost.NextAsync(stream, "data"), StringComparison.Ordinal);

        using var again = await host.OpenAsync(host.Token("ann"), $"?after={cursor}");
        Assert.Contains("\"id\":\"a-2\"", await InAppHost.NextAsync(again, "data"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_TokenExpires_EndsWithThatEvent()
    {
        await using var host = await InAppHost.StartAsync();
        using var stream = await host.OpenAsync(host.Token("ann", TimeSpan.FromSeconds(2)));

        Assert.Equal("expired", await InAppHost.NextAsync(stream, "event"));
        Assert.Equal("{}", await InAppHost.NextAsync(stream, "data"));
        await Assert.ThrowsAsync<EndOfStreamException>(() => InAppHost.NextAsync(stream, "event"));
    }

    [Fact]
    public async Task Stream_MoreThanACustomerMayHave_IsRefusedUntilOneCloses()
    {
        await using var host = await InAppHost.StartAsync(("InApp:StreamsPerCustomerMax", "1"));
        var streams = host.Gateway.Get<InAppStreams>();
        using var stream = streams.Open(Grains.Contracts.Customers.CustomerKey.For(new("ann")));

        Assert.Equal(429, (await host.AskAsync(host.Token("ann"), "/in-app/v1/stream")).Status);
        using (await host.OpenAsync(host.Token("ben")))
        {
            stream!.Dispose();
        }

        using var opened = await host.OpenAsync(host.Token("ann"));
    }

    [Fact]
    public async Task Tokens_ThatAreNotRight_AreRefusedWithTheReason()
    {
        await using var host = await InAppHost.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var hour = now.AddHours(1);
        foreach (var (token, reason) in new (string?, string)[]
        {
            (null, "no Authorization header"),
            ("x.y.z", "not signed"),
            (InAppToken.Of("another secret of thirty-two bytes", InAppToken.Payload("ann", hour)), "not signed"),
            (InAppToken.Of(host.Secret, InAppToken.Payload("ann", hour), alg: "none"), "not signed"),
            (InAppToken.Of(host.Secret, InAppToken.Payload("ann", now.AddMinutes(-5))), "has expired"),
            (InAppToken.Of(host.Secret, InAppToken.Payload("ann", now.AddHours(30))), "more than 24 hours"),
            (InAppToken.Of(host.Secret, InAppToken.Payload("ann", null)), "no exp"),
            (InAppToken.Of(host.Secret, InAppToken.Payload("ann", hour, "other")), "aud"),
            (InAppToken.Of(host.Secret, InAppToken.Payload("ann", hour, null)), "aud"),
            (InAppToken.Of(host.Secret, InAppToken.Payload(" ", hour)), "sub"),
            (InAppToken.Of(host.Secret, InAppToken.Payload("a\nb", hour)), "sub"),
            (InAppToken.Of(host.Secret, InAppToken.Payload(null, hour)), "sub"),
            (new string('x', InAppTokens.LengthMax + 1), "not signed"),
        })
        {
            var (status, json, response) = await host.AskAsync(token, Messages);
            Assert.True(status == 401 && json.GetProperty("detail").GetString()!.Contains(reason, StringComparison.Ordinal), $"{reason}: {status} {json}");
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task Keys_MadeAndRemoved_DecideWhichTokensAreTaken()
    {
        await using var host = await InAppHost.StartAsync(("Access:AccountsKnownFor", "00:00:00.100"));
        var (_, second, _) = await host.Gateway.SendAsync(HttpMethod.Post, "/v1/in-app/keys", """{"name":"app-2"}""");
        Assert.Equal(409, (await host.Gateway.SendAsync(HttpMethod.Post, "/v1/in-app/keys", """{"name":"app-2"}""")).Status);
        Assert.Equal(400, (await host.Gateway.SendAsync(HttpMethod.Post, "/v1/in-app/keys", """{"name":"no spaces"}""")).Status);
        var token = InAppToken.Of(second.GetProperty("secret").GetString()!, InAppToken.Payload("ann", TimeProvider.System.GetUtcNow().AddHours(1)));
        Assert.Equal(200, (await host.AskAsync(token, Messages)).Status);
        Assert.DoesNotContain(host.Secret, (await host.Gateway.GetAsync("/v1/in-app/keys")).Json.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Secret, (await host.Gateway.Get<IInAppKeys>().ListAsync(Cancel))[0].Secret, StringComparison.Ordinal);

        Assert.Equal(204, (await host.Gateway.SendAsync(HttpMethod.Delete, $"/v1/in-app/keys/{second.GetProperty("key").GetProperty("id").GetString()}")).Status);
        Assert.Equal(401, (await host.AskAsync(token, Messages)).Status);
        Assert.Equal(404, (await host.Gateway.SendAsync(HttpMethod.Delete, "/v1/in-app/keys/x")).Status);
        Assert.Equal(204, (await host.Gateway.SendAsync(HttpMethod.Delete, $"/v1/in-app/keys/{host.Id}")).Status);
        Assert.Equal((404, "urn:cx:problem:in-app-off"), await host.AskAsync(host.Token("ann"), Messages) is var off ? (off.Status, off.Json.GetProperty("type").GetString()) : default);
        var audit = await host.Gateway.Get<IAuditTrail>().ListAsync(new AuditQuery { Kind = "inAppKey", Limit = 10 }, Cancel);
        Assert.Equal([AuditActions.InAppKeyRemoved, AuditActions.InAppKeyRemoved, AuditActions.InAppKeyAdded, AuditActions.InAppKeyAdded], audit.Items.Select(e => e.Action));
    }

    [Fact]
    public async Task Requests_BeyondTheRateOfACustomer_AreRefusedForThatCustomer()
    {
        await using var host = await InAppHost.StartAsync(("InApp:PerMinuteMax", "2"));
        Assert.Equal(200, (await host.AskAsync(host.Token("ann"), Messages)).Status);
        Assert.Equal(200, (await host.AskAsync(host.Token("ann"), Messages)).Status);

        var (status, _, response) = await host.AskAsync(host.Token("ann"), Messages);

        Assert.Equal((429, 10), (status, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal(200, (await host.AskAsync(host.Token("ben"), Messages)).Status);
    }

    [Fact]
    public async Task Origins_ThatAreListed_MayAskAndOthersMayNot()
    {
        await using var host = await InAppHost.StartAsync(("InApp:Origins:0", Shop));
        await host.PutAsync("ann", "a-1");
        var (status, _, response) = await host.AskAsync(null, Messages, HttpMethod.Options, ("Origin", Shop), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "authorization"));
        Assert.Equal((204, Shop, "Authorization, Content-Type"), (status, Header(response, "Access-Control-Allow-Origin"), Header(response, "Access-Control-Allow-Headers")));

        (status, _, response) = await host.AskAsync(host.Token("ann"), Messages, null, ("Origin", Shop), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal((200, Shop, "Origin"), (status, Header(response, "Access-Control-Allow-Origin"), Header(response, "Vary")));
        Assert.Equal(204, (await host.AskAsync(host.Token("ann"), $"{Messages}/a-1/read", HttpMethod.Post, ("Origin", Shop))).Status);

        (status, _, response) = await host.AskAsync(host.Token("ann"), Messages, null, ("Origin", "https://evil.example"));
        Assert.Equal((403, null), (status, Header(response, "Access-Control-Allow-Origin")));
        Assert.Equal(403, (await host.AskAsync(host.Token("ann"), $"{Messages}/a-1/read", HttpMethod.Post, ("Origin", "https://evil.example"))).Status);

        // The rest of the API is not theirs.
        Assert.Equal(403, (await host.AskAsync(null, "/v1/customers/ann", null, ("Origin", Shop))).Status);
    }

    [Theory]
    [InlineData("shop.example.com")]
    [InlineData("https://shop.example.com/")]
    [InlineData("null")]
    [InlineData("*")]
    public async Task Start_WithWhatIsNoOrigin_IsRefused(string origin)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => GatewayHost.StartAsync(("InApp:Origins:0", origin)));
        Assert.Contains("InApp:Origins", refused.ToString(), StringComparison.Ordinal);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
