using System.Text.Json;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>Who acts, and what they may.</summary>
public sealed class AccessTests
{
    private const string Password = "correct horse battery";

    private static Task<GatewayHost> WithPasswordsAsync() => GatewayHost.StartAsync(("Access:SignIn", "Accounts"), ("Access:AccountsKnownFor", "00:00:00.100"), ("Access:WrongPasswordsMax", "2"));

    private static async Task<StoredAccount> AddAsync(GatewayHost host, string name, params string[] roles)
    {
        var account = new StoredAccount { Name = name, DisplayName = name, Roles = [.. roles], PasswordHash = new Gateway.Access.Passwords().Hash(name, Password) };
        return (await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, TestContext.Current.CancellationToken))!;
    }

    private static Task<(int Status, JsonElement Json, HttpResponseMessage Response)> SignInAsync(GatewayHost host, string account, string password = Password) =>
        host.SendAsync(HttpMethod.Post, "/v1/sign-in", JsonSerializer.Serialize(new { account, password }));

    [Theory]
    [InlineData("marketer", "/v1/sending/policies/late", 200)]
    [InlineData("operator", "/v1/sending/policies/late", 200)]
    [InlineData("operator", "/v1/customers/c-1/suppression", 200)]
    [InlineData("marketer", "/v1/customers/c-1/suppression", 403)]
    public async Task Guards_ByRole_AreChangedOrRefusedAndTheTrailSaysWho(string account, string path, int expected)
    {
        await using var host = await GatewayHost.StartAsync();
        await host.Get<CxOrchestrator.Storage.Dispatch.IGuardSwitches>().SetPolicyAsync("late", false, "somebody", null, TestContext.Current.CancellationToken);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/me/switch", $"{{\"account\":\"{account}\"}}")).Status);
        var (status, _, _) = await host.SendAsync(HttpMethod.Put, path, """{"stopped":true,"until":"2026-03-04T12:00:00Z","by":"Ann","why":"looks odd"}""");
        Assert.Equal(expected, status);

        var entries = (await host.GetAsync("/v1/audit")).Json.GetProperty("items").EnumerateArray().Where(e => e.GetProperty("action").GetString() is "policyStopped" or "suppressed").ToList();
        Assert.Equal(expected == 200 ? 1 : 0, entries.Count);
        Assert.All(entries, e => Assert.Equal("looks odd", e.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Open_WithoutSigningIn_ActsAsTheOwner()
    {
        await using var host = await GatewayHost.StartAsync();
        var me = (await host.GetAsync("/v1/me")).Json;

        Assert.Equal(("owner", false, "open"), (me.GetProperty("name").GetString(), me.GetProperty("signedIn").GetBoolean(), me.GetProperty("signIn").GetString()));
        Assert.Equal(6, me.GetProperty("roles").GetArrayLength());
        Assert.Equal(
            ["approver", "marketer", "operator", "owner"],
            (await host.GetAsync("/v1/accounts")).Json.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Open_SwitchedAccount_HasItsRolesAndItsNameIsRecorded()
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.Equal(404, (await host.SendAsync(HttpMethod.Post, "/v1/me/switch", "{\"account\":\"nobody\"}")).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/me/switch", "{\"account\":\"operator\"}")).Status);
        Assert.True((await host.GetAsync("/v1/me")).Json.GetProperty("signedIn").GetBoolean());
        Assert.Equal("operator", (await host.SendAsync(HttpMethod.Put, "/v1/sending", "{\"stopped\":true,\"by\":\"Ben\"}")).Json.GetProperty("changedBy").GetString());
        var entry = (await host.GetAsync("/v1/audit?action=sendingStopped")).Json.GetProperty("items")[0];
        Assert.Equal(("operator", "sending"), (entry.GetProperty("by").GetString(), entry.GetProperty("kind").GetString()));
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "/v1/documents/policy/a/draft", "{\"text\":\"\"}")).Status);

        Assert.Equal("owner", (await host.SendAsync(HttpMethod.Post, "/v1/sign-out")).Json.GetProperty("name").GetString());
        Assert.False((await host.GetAsync("/v1/me")).Json.GetProperty("signedIn").GetBoolean());
    }

    [Fact]
    public async Task Accounts_WithoutASession_OnlyHealthAndSignInAnswer()
    {
        await using var host = await WithPasswordsAsync();
        var (status, json, _) = await host.GetAsync("/v1/documents");
        Assert.Equal((401, "urn:cx:problem:sign-in-needed"), (status, json.GetProperty("type").GetString()));
        Assert.Equal(401, (await host.GetAsync("/v1/customers/c")).Status);
        Assert.Equal(401, (await host.SendAsync(HttpMethod.Post, "/hubs/live/negotiate?negotiateVersion=1")).Status);
        Assert.Equal(401, (await host.SendAsync(HttpMethod.Put, "/v1/sending", "{\"stopped\":true,\"by\":\"Ben\"}")).Status);
        Assert.Equal(409, (await host.SendAsync(HttpMethod.Post, "/v1/me/switch", "{\"account\":\"owner\"}")).Status);
        Assert.Equal(JsonValueKind.Null, (await host.GetAsync("/v1/me")).Json.GetProperty("name").ValueKind);
        Assert.Equal(200, (await host.GetAsync("/health/live")).Status);
        Assert.Equal(401, (await host.PostAsync("""{"id":"1","type":"t","customer":"c","at":"2026-03-03T11:00:00Z"}""")).Status);
    }

    [Fact]
    public async Task SignIn_RightPassword_OpensASessionThatEndsWithItsAccount()
    {
        await using var host = await WithPasswordsAsync();
        var account = await AddAsync(host, "mara", "marketer");
        var (status, json, response) = await SignInAsync(host, "mara");
        Assert.Equal((200, "mara"), (status, json.GetProperty("name").GetString()));
        var cookie = string.Join(';', response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, (await host.GetAsync("/v1/documents")).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "/v1/sending", "{\"stopped\":false,\"by\":\"Ben\"}")).Status);

        await host.Get<IAccountStore>().PutAsync(account with { Disabled = true }, account.Version, new AuditEntry { By = "test", Action = AuditActions.AccountChanged }, TestContext.Current.CancellationToken);
        host.Get<Gateway.Access.AccountDirectory>().Forget("mara");
        Assert.Equal(401, (await host.GetAsync("/v1/documents")).Status);
        Assert.Equal(401, (await SignInAsync(host, "mara")).Status);
    }

    [Fact]
    public async Task SignIn_WrongPasswords_WaitsAfterAFew()
    {
        await using var host = await WithPasswordsAsync();
        await AddAsync(host, "mara", "marketer");
        Assert.Equal(401, (await SignInAsync(host, "mara", "wrong")).Status);
        Assert.Equal(401, (await SignInAsync(host, "nobody", "wrong")).Status);
        Assert.Equal(401, (await SignInAsync(host, "mara", "wrong")).Status);
        var (status, _, response) = await SignInAsync(host, "mara");
        Assert.Equal(429, status);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task SignInPage_LeadsBrowsersInAndBack()
    {
        await using var host = await WithPasswordsAsync();
        await AddAsync(host, "mara", "marketer");
        using (var navigation = new HttpRequestMessage(HttpMethod.Get, "/"))
        {
            navigation.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            using var page = await host.Client.SendAsync(navigation, TestContext.Current.CancellationToken);
            Assert.Equal("/sign-in", page.RequestMessage!.RequestUri!.AbsolutePath);
            Assert.Equal(200, (int)page.StatusCode);
        }

        async Task<int> SignInAsync(string password, string? origin = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([new("account", "mara"), new("password", password)]) };
            if (origin is not null)
            {
                request.Headers.TryAddWithoutValidation("Origin", origin);
            }

            using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }

        Assert.Equal(401, await SignInAsync("wrong"));
        Assert.Equal(403, await SignInAsync(Password, "https://elsewhere.example"));
        await SignInAsync(Password);
        Assert.Equal("mara", (await host.GetAsync("/v1/me")).Json.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("%2Fv1%2Fme%3Fa%3Db", "/v1/me?a=b")]
    [InlineData("%2F%2Felsewhere.example", "/")]
    public async Task SignInPage_WithAReturn_LeadsToPathsOfOursOnly(string given, string expected)
    {
        await using var host = await WithPasswordsAsync();
        await AddAsync(host, "mara", "marketer");
        using var form = new FormUrlEncodedContent([new("account", "mara"), new("password", Password)]);
        using var response = await host.Client.PostAsync(new Uri($"/sign-in?return={given}", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Session_RequestOfAnotherSitesPage_IsRefused(string header, string value)
    {
        await using var host = await GatewayHost.StartAsync();
        await host.SendAsync(HttpMethod.Post, "/v1/me/switch", "{\"account\":\"operator\"}");

        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "/v1/sending", "{\"stopped\":true,\"by\":\"Ben\"}", headers: (header, value))).Status);
        Assert.False((await host.GetAsync("/v1/sending")).Json.GetProperty("stopped").GetBoolean());
    }

    [Fact]
    public async Task Accounts_AreKeptByAdministrators()
    {
        await using var host = await GatewayHost.StartAsync();
        var body = $$"""{"displayName":"Ann","roles":["marketer"],"password":"{{Password}}"}""";
        var (status, json, _) = await host.SendAsync(HttpMethod.Put, "/v1/accounts/ann", body);
        Assert.Equal((200, true, 1), (status, json.GetProperty("hasPassword").GetBoolean(), json.GetProperty("version").GetInt32()));
        Assert.Equal(412, (await host.SendAsync(HttpMethod.Put, "/v1/accounts/ann", body)).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Put, "/v1/accounts/ann", "{\"displayName\":\"Ann\",\"roles\":[\"approver\"]}", headers: ("If-Match", "1"))).Status);
        Assert.NotNull((await host.Get<IAccountStore>().GetAsync("ann", TestContext.Current.CancellationToken))!.PasswordHash);
        Assert.Equal(400, (await host.SendAsync(HttpMethod.Put, "/v1/accounts/b", "{\"displayName\":\"B\",\"roles\":[\"king\"],\"password\":\"short\"}")).Status);
        Assert.Equal(409, (await host.SendAsync(HttpMethod.Put, "/v1/accounts/owner", "{\"displayName\":\"Owner\",\"roles\":[]}", headers: ("If-Match", "1"))).Status);

        await host.SendAsync(HttpMethod.Post, "/v1/me/switch", "{\"account\":\"ann\"}");
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "/v1/accounts/c", body)).Status);
    }
}
