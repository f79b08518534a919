using System.Text.Json;
using CxOrchestrator.Gateway.Keys;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Keys;

/// <summary>Keys of machines, and what is taken without one.</summary>
public sealed class KeyTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private static async Task<GatewayHost> StartAsync(params (string, string)[] settings)
    {
        var host = await GatewayHost.StartAsync([("Access:SignIn", "Accounts"), ("Access:AccountsKnownFor", "00:00:00.100"), .. settings]);
        var account = new StoredAccount { Name = "ann", DisplayName = "Ann", Roles = ["administrator"], PasswordHash = host.Get<Gateway.Access.Passwords>().Hash("ann", Password) };
        await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"ann","password":"{{Password}}"}""")).Status);
        return host;
    }

    private static async Task<string> MakeAsync(GatewayHost host, string name, string sources)
    {
        var (status, json, _) = await host.SendAsync(HttpMethod.Post, "/v1/keys", $$"""{"name":"{{name}}","sources":{{sources}}}""");
        Assert.Equal(201, status);
        return json.GetProperty("secret").GetString()!;
    }

    private static Task<(int Status, JsonElement Json, HttpResponseMessage Response)> SendAsync(GatewayHost host, string? key, params string[] sources) => host.PostAsync(
        $"[{string.Join(',', sources.Select((s, i) => $$"""{"id":"{{i}}","type":"t","customer":"c","at":"2026-03-03T11:00:00Z","source":"{{s}}"}"""))}]",
        headers: key is null ? [] : [("Authorization", $"Bearer {key}")]);

    private static string? Type(JsonElement json) => json.GetProperty("type").GetString()?["urn:cx:problem:".Length..];

    [Fact]
    public async Task Send_WithAccounts_TakesAKeyAndASessionIsNone()
    {
        await using var host = await StartAsync();
        var (status, json, response) = await SendAsync(host, null, "shop");
        Assert.Equal((401, "key-needed", "Bearer"), (status, Type(json), response.Headers.WwwAuthenticate.ToString()));
        Assert.Equal((401, "unknown-key"), await AnswerAsync(host, "cx_abcdefghijkl_guessed"));
        Assert.Equal((401, "unknown-key"), await AnswerAsync(host, "x"));

        var key = await MakeAsync(host, "shop", """["shop"]""");
        Assert.Equal(202, (await SendAsync(host, key, "shop")).Status);

        // A machine has no session beside its key.
        using var machine = new HttpClient { BaseAddress = host.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/touchpoints") { Content = new StringContent("""{"id":"2","type":"t","customer":"c","at":"2026-03-03T11:00:00Z","source":"shop"}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var answer = await machine.SendAsync(request, None);
        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Equal((401, "unknown-key"), await AnswerAsync(host, key[..^1] + (key[^1] == 'A' ? 'B' : 'A')));
    }

    [Theory]
    [InlineData("Access:SignIn", "Open")]
    [InlineData("Intake:Anonymous", "true")]
    public async Task Send_WhereNoKeyIsNeeded_IsTakenAndAWrongKeyIsRefused(string setting, string value)
    {
        await using var host = await GatewayHost.StartAsync(("Access:SignIn", "Accounts"), (setting, value));
        Assert.Equal(202, (await SendAsync(host, null, "shop")).Status);
        Assert.Equal((401, "unknown-key"), await AnswerAsync(host, "cx_abcdefghijkl_guessed"));
    }

    [Fact]
    public async Task Send_OfAnotherSource_IsRefusedItemByItem()
    {
        await using var host = await StartAsync();
        var key = await MakeAsync(host, "shop", """["shop","web-*"]""");
        var (status, json, _) = await SendAsync(host, key, "shop", "crm", "web-1", "web", "shop2");
        Assert.Equal((202, 2, 3), (status, json.GetProperty("accepted").GetInt32(), json.GetProperty("refused").GetInt32()));
        Assert.Equal("/1/source", json.GetProperty("results")[1].GetProperty("problems")[0].GetProperty("pointer").GetString());
        Assert.Equal(400, (await SendAsync(host, key, "crm")).Status);
    }

    [Theory]
    [InlineData("cx")]
    [InlineData("cx.cases")]
    [InlineData("CX-anything")]
    public async Task Send_OfAReservedSource_IsRefusedWithAKeyAndWithout(string source)
    {
        await using var host = await StartAsync(("Intake:Anonymous", "true"));
        var key = await MakeAsync(host, "all", """["*"]""");
        foreach (var used in new[] { key, null })
        {
            var (status, json, _) = await SendAsync(host, used, source);
            Assert.Equal((400, "/0/source"), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
            (status, json, _) = await host.PostAsync(
                "{}", headers: [("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-type", "t"), ("ce-subject", "c"), ("ce-time", "2026-03-03T11:00:00Z"), ("ce-source", source), .. used is null ? [] : new[] { ("Authorization", $"Bearer {used}") }]);
            Assert.Equal((400, "ce-source"), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        }
    }

    [Fact]
    public async Task Rotate_Key_BothSecretsWorkUntilTheEarlierIsRemoved()
    {
        await using var host = await StartAsync();
        var before = await MakeAsync(host, "shop", """["shop"]""");
        var (status, json, _) = await host.SendAsync(HttpMethod.Post, "/v1/keys/shop/rotate", "{}");
        var after = json.GetProperty("secret").GetString()!;
        Assert.Equal((201, 2), (status, json.GetProperty("key").GetProperty("secrets").GetArrayLength()));
        Assert.Equal(409, (await host.SendAsync(HttpMethod.Post, "/v1/keys/shop/rotate", "{}")).Status);
        Assert.Equal(202, (await SendAsync(host, before, "shop")).Status);
        Assert.Equal(202, (await SendAsync(host, after, "shop")).Status);

        Assert.Equal(204, (await host.SendAsync(HttpMethod.Delete, $"/v1/keys/shop/secrets/{before.Split('_')[1]}")).Status);
        Assert.Equal((401, "unknown-key"), await AnswerAsync(host, before));
        Assert.Equal(202, (await SendAsync(host, after, "shop")).Status);
        Assert.Equal(204, (await host.SendAsync(HttpMethod.Delete, "/v1/keys/shop")).Status);
        Assert.Equal((401, "unknown-key"), await AnswerAsync(host, after));
    }

    [Fact]
    public async Task Key_Expired_IsRefusedAndSaysSince()
    {
        await using var host = await StartAsync();
        var key = await MakeAsync(host, "shop", """["shop"]""");
        Assert.Equal(201, (await host.SendAsync(HttpMethod.Post, "/v1/keys/shop/rotate", """{"earlierUntil":"2020-01-01T00:00:00Z"}""")).Status);
        Assert.Equal((401, "expired-key"), await AnswerAsync(host, key));
    }

    [Fact]
    public async Task Keys_Listed_HaveNoSecretAndSayWhenTheyWereUsed()
    {
        await using var host = await StartAsync();
        var key = await MakeAsync(host, "shop", """["shop"]""");
        await SendAsync(host, key, "shop");
        await host.Get<KeyUses>().WriteAsync(None);

        var text = (await host.GetAsync("/v1/keys")).Json.GetRawText();
        Assert.DoesNotContain(key.Split('_')[2], text, StringComparison.Ordinal);
        var stored = Assert.Single(await host.Get<IApiKeyStore>().ListAsync(None));
        Assert.DoesNotContain(key.Split('_')[2], stored.ToString(), StringComparison.Ordinal);
        Assert.NotNull(stored.LastUsedAt);
        Assert.Contains("lastUsedAt", text, StringComparison.Ordinal);
        Assert.Equal(["keyAdded"], (await host.GetAsync("/v1/audit?kind=key")).Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("action").GetString()));
    }

    [Theory]
    [InlineData("""{"name":"a b","sources":["x"]}""", "/name")]
    [InlineData("""{"name":"a","sources":[]}""", "/sources")]
    [InlineData("""{"name":"a","sources":["x*y"]}""", "/sources/0")]
    [InlineData("""{"name":"a","sources":["x",""]}""", "/sources/1")]
    [InlineData("""{"name":"a","sources":["x"],"scopes":["everything"]}""", "/scopes")]
    [InlineData("""{"name":"a","sources":["x"],"expiresAt":"2020-01-01T00:00:00Z"}""", "/expiresAt")]
    [InlineData("""{"name":"a","sources":["x"],"expiresAt":"2999-01-01T00:00:00Z"}""", "/expiresAt")]
    public async Task Add_WrongKey_IsRefusedWithAPointer(string body, string place)
    {
        await using var host = await StartAsync();
        var (status, json, _) = await host.SendAsync(HttpMethod.Post, "/v1/keys", body);
        Assert.Equal((400, place), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task Keys_WithoutTheAdministratorsRole_AreRefused()
    {
        await using var host = await GatewayHost.StartAsync();
        await host.SendAsync(HttpMethod.Post, "/v1/me/switch", "{\"account\":\"operator\"}");
        Assert.Equal(403, (await host.GetAsync("/v1/keys")).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Post, "/v1/keys", """{"name":"a","sources":["x"]}""")).Status);
    }

    private static async Task<(int, string?)> AnswerAsync(GatewayHost host, string key)
    {
        var (status, json, _) = await SendAsync(host, key, "shop");
        return (status, Type(json));
    }
}
