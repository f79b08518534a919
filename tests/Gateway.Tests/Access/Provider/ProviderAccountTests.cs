using System.Text.Json;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Access.Provider;

/// <summary>Accounts of people who sign in at the provider, beside local ones.</summary>
public sealed class ProviderAccountTests : ProviderSuite
{
    private const string Password = "correct horse battery";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private static async Task AddLocalAsync(GatewayHost host, string name, params string[] roles) => await host.Get<IAccountStore>().PutAsync(
        new StoredAccount { Name = name, DisplayName = name, Roles = [.. roles], PasswordHash = new Gateway.Access.Passwords().Hash(name, Password) },
        0,
        new AuditEntry { By = "test", Action = AuditActions.AccountAdded },
        None);

    private static Task<(int Status, JsonElement Json, HttpResponseMessage Response)> SignInLocallyAsync(GatewayHost host, string account) =>
        host.SendAsync(HttpMethod.Post, "/v1/sign-in", JsonSerializer.Serialize(new { account, password = Password }));

    [Fact]
    public async Task Session_OfADisabledAccount_EndsAndNoneIsOpened()
    {
        await using var host = await StartAsync();
        await SignInAsync(host);
        var account = (await host.Get<IAccountStore>().GetAsync("mara", None))!;
        await host.Get<IAccountStore>().PutAsync(account with { Disabled = true }, account.Version, new AuditEntry { By = "test", Action = AuditActions.AccountChanged }, None);
        host.Get<Gateway.Access.AccountDirectory>().Forget("mara");

        Assert.Equal(401, (await host.GetAsync("/v1/documents")).Status);
        var (status, page) = await SignInAsync(host);
        Assert.Equal(403, status);
        Assert.Contains("The account mara is disabled here.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WhoseRoleIsGoneAtTheNextSignIn_HasNoneEither()
    {
        await using var host = await StartAsync();
        await SignInAsync(host);
        Provider.Person = FakeProvider.As("17", "mara", "approver");
        await SignInAsync(host);
        Assert.Equal("approver", Assert.Single((await MeAsync(host)).GetProperty("roles").EnumerateArray()).GetString());

        Provider.Person = FakeProvider.As("17", "mara");
        var (status, page) = await SignInAsync(host);
        Assert.Equal(403, status);
        Assert.Contains("has no role here", page, StringComparison.Ordinal);
        Assert.Equal(401, (await host.GetAsync("/v1/documents")).Status);
    }

    [Fact]
    public async Task Name_ChangedAtTheProvider_StaysTheAccounts()
    {
        await using var host = await StartAsync();
        await SignInAsync(host);
        Provider.Person = FakeProvider.As("17", "mara.new", "marketer");
        await SignInAsync(host);

        var me = await MeAsync(host);
        Assert.Equal(("mara", "mara.new of the provider"), (me.GetProperty("name").GetString(), me.GetProperty("displayName").GetString()));
    }

    [Fact]
    public async Task Name_OfSomebodyElse_IsNotGivenAgain()
    {
        await using var host = await StartAsync();
        await SignInAsync(host);
        await AddLocalAsync(host, "paul", "administrator");
        await host.SendAsync(HttpMethod.Post, "/v1/sign-out");
        foreach (var person in new[] { FakeProvider.As("18", "mara", "administrator"), FakeProvider.As("19", "paul", "marketer") })
        {
            Provider.Person = person;
            var (status, page) = await SignInAsync(host);
            Assert.Equal(403, status);
            Assert.Contains("here already", page, StringComparison.Ordinal);
            Assert.Null(await NameAsync(host));
        }

        Assert.Equal(["marketer"], (await host.Get<IAccountStore>().GetAsync("mara", None))!.Roles);
        Assert.Equal(200, (await SignInLocallyAsync(host, "paul")).Status);
    }

    [Theory]
    [InlineData("<b>mara</b>", "&lt;b&gt;mara&lt;/b&gt; cannot be the name")]
    [InlineData("", "does not say what your account is called")]
    public async Task Name_ThatIsNone_IsRefused(string name, string expected)
    {
        await using var host = await StartAsync();
        Provider.Person = FakeProvider.As("17", name, "marketer");
        var (status, page) = await SignInAsync(host);
        Assert.Equal(403, status);
        Assert.Contains(expected, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_OfAProvidersAccount_IsRefused()
    {
        await using var host = await StartAsync();
        Provider.Person = FakeProvider.As("17", "mara", "administrator");
        await SignInAsync(host);
        Provider.Person = FakeProvider.As("18", "paul", "marketer");
        var other = await host.Get<IAccountStore>().PutAsync(
            new StoredAccount { Name = "paul", DisplayName = "Paul", Roles = ["marketer"], Subject = $"{Provider.Address} 18" }, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);

        var body = $$"""{"displayName":"Paul","roles":["marketer"],"password":"{{Password}}"}""";
        Assert.Equal(409, (await host.SendAsync(HttpMethod.Put, "/v1/accounts/paul", body, headers: ("If-Match", $"{other!.Version}"))).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Put, "/v1/accounts/paul", "{\"displayName\":\"Paul\",\"roles\":[],\"disabled\":true}", headers: ("If-Match", $"{other.Version}"))).Status);
        Assert.Equal(403, (await SignInAsync(host)).Status);
    }

    [Fact]
    public async Task LocalAccounts_SwitchedOff_AreNotAskedForAndDoNotSignIn()
    {
        await using var host = await StartAsync(("Access:OpenIdConnect:LocalAccounts", "false"));
        Assert.Empty(await host.Get<IAccountStore>().ListAsync(None));
        await AddLocalAsync(host, "paul", "administrator");

        var (_, page) = await OpenAsync(host, "/sign-in");
        Assert.Contains("/sign-in/provider", page, StringComparison.Ordinal);
        Assert.DoesNotContain("password", page, StringComparison.OrdinalIgnoreCase);
        var (status, json, _) = await SignInLocallyAsync(host, "paul");
        Assert.Equal((409, "urn:cx:problem:no-local-accounts"), (status, json.GetProperty("type").GetString()));
        using var form = new FormUrlEncodedContent([new("account", "paul"), new("password", Password)]);
        using var posted = await host.Client.PostAsync(new Uri("/sign-in", UriKind.Relative), form, None);
        Assert.Equal(403, (int)posted.StatusCode);
        Assert.Null(await NameAsync(host));

        await SignInAsync(host);
        Assert.Equal("mara", await NameAsync(host));
    }

    [Fact]
    public async Task SignOut_OfAProvidersSession_LeadsToTheProvider()
    {
        await using var host = await StartAsync();
        await SignInAsync(host);
        var address = (await host.SendAsync(HttpMethod.Post, "/v1/sign-out")).Json.GetProperty("signOutAt").GetString()!;
        Assert.StartsWith($"{Provider.Address}/leave?", address, StringComparison.Ordinal);
        Assert.Contains("id_token_hint=ey", address, StringComparison.Ordinal);
        Assert.Contains($"post_logout_redirect_uri={Uri.EscapeDataString(new Uri(host.Client.BaseAddress!, "/sign-in").ToString())}", address, StringComparison.Ordinal);
        Assert.Null(await NameAsync(host));

        await SignInAsync(host);
        Assert.Contains("method=\"post\" action=\"/sign-out\"", (await OpenAsync(host, "/sign-out")).Page, StringComparison.Ordinal);
        using var left = await host.Client.PostAsync(new Uri("/sign-out", UriKind.Relative), null, None);
        Assert.Contains($"0;url={Provider.Address}/leave?", await left.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
        Assert.Null(await NameAsync(host));
    }

    [Fact]
    public async Task SignOut_WhereTheProviderHasNoEnd_EndsHere()
    {
        Provider.SignsOut = false;
        await using var host = await StartAsync();
        await SignInAsync(host);
        Assert.Equal(JsonValueKind.Null, (await host.SendAsync(HttpMethod.Post, "/v1/sign-out")).Json.GetProperty("signOutAt").ValueKind);
        Assert.Null(await NameAsync(host));

        // A session with a password is none of the provider's.
        await AddLocalAsync(host, "paul", "marketer");
        await SignInLocallyAsync(host, "paul");
        using var left = await host.Client.PostAsync(new Uri("/sign-out", UriKind.Relative), null, None);
        Assert.Contains("0;url=/sign-in\"", await left.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
        Assert.Null(await NameAsync(host));
    }
}
