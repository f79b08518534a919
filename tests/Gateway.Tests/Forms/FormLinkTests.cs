using System.Text.Json;
using CxOrchestrator.Channels.Links;

namespace CxOrchestrator.Gateway.Tests.Forms;

public sealed class FormLinkTests
{
    private const string Path = "/v1/forms/nps/links";

    private static FormToken? Read(FormHost host, JsonElement json) =>
        json.GetProperty("url").GetString() is { } url && url.StartsWith("https://news.example/f/", StringComparison.Ordinal) ? FormSigner.Read(url["https://news.example/f/".Length..], host.Public.Messages.Ring) : null;

    [Fact]
    public async Task Link_ForACustomer_IsSignedAndForOneAnswer()
    {
        await using var host = await FormHost.StartAsync();
        var (status, json, _) = await host.Gateway.SendAsync(HttpMethod.Post, Path, """{"customer":"c1","attributes":{"order":"4711"}}""");
        var other = await host.Gateway.SendAsync(HttpMethod.Post, Path, """{"customer":"c1","attributes":{"order":"4711"}}""");

        Assert.Equal(200, status);
        var token = Read(host, json)!;
        Assert.Equal(("nps", "c1", GatewayHost.Start, false), (token.Form, token.Customer.Customer.Value, token.IssuedAt, token.IsTest));
        Assert.Equal([KeyValuePair.Create("order", "4711")], token.Attributes);
        Assert.NotEqual(token.Answer, Read(host, other.Json)!.Answer);
        Assert.Equal(GatewayHost.Start.AddDays(7), json.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal(200, (await host.Public.GetAsync(new Uri(json.GetProperty("url").GetString()!).AbsolutePath)).Status);
    }

    [Theory]
    [InlineData("{}", "customer")]
    [InlineData("""{"customer":""}""", "/customer")]
    [InlineData("""{"customer":"a\u0001"}""", "/customer")]
    [InlineData("""{"customer":"c1","attributes":{"a/b":"x"}}""", "/attributes/a~1b")]
    [InlineData("""{"customer":"c1","attributes":{"order":""}}""", "/attributes/order")]
    public async Task Link_WrongBody_SaysWhere(string body, string place)
    {
        await using var host = await FormHost.StartAsync();
        var (status, json, _) = await host.Gateway.SendAsync(HttpMethod.Post, Path, body);

        Assert.Equal(400, status);
        Assert.Contains(place, json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_UnknownForm_IsNotFound()
    {
        await using var host = await FormHost.StartAsync();
        Assert.Equal(404, (await host.Gateway.SendAsync(HttpMethod.Post, "/v1/forms/other/links", """{"customer":"c1"}""")).Status);
    }

    [Fact]
    public async Task Link_WithAKey_NeedsNoAccount()
    {
        await using var host = await FormHost.StartAsync();
        var (_, made, _) = await host.Gateway.SendAsync(HttpMethod.Post, "/v1/keys", """{"name":"site","sources":["shop"]}""");
        var key = made.GetProperty("secret").GetString();

        Assert.Equal(200, (await host.Gateway.SendAsync(HttpMethod.Post, Path, """{"customer":"c1"}""", headers: [("Authorization", $"Bearer {key}")])).Status);
        Assert.Equal(401, (await host.Gateway.SendAsync(HttpMethod.Post, Path, """{"customer":"c1"}""", headers: [("Authorization", "Bearer none")])).Status);
    }

    [Fact]
    public async Task Preview_OfADraft_IsThePageInItsLanguage()
    {
        await using var host = await FormHost.StartAsync();
        const string text = "kind: form\nid: f\nname: F\nscore: csat\nfallback: en\nlanguages:\n  en: {title: Hello, question: Q}\n  pt: {title: Olá, question: P}\n";

        var (status, json, _) = await host.Gateway.SendAsync(HttpMethod.Post, "/v1/forms/preview", JsonSerializer.Serialize(new { text, language = "pt" }));
        Assert.Equal(200, status);
        Assert.Contains("<h1>Olá</h1>", json.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Contains("Obrigado", json.GetProperty("thanks").GetString(), StringComparison.Ordinal);

        var (wrong, problem, _) = await host.Gateway.SendAsync(HttpMethod.Post, "/v1/forms/preview", JsonSerializer.Serialize(new { text = "kind: form\n" }));
        Assert.Equal(400, wrong);
        Assert.Contains("/text", problem.ToString(), StringComparison.Ordinal);
    }
}
