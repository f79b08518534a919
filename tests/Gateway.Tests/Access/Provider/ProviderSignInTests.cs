using System.Net;
using System.Text.Json;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Tests.Access.Provider;

/// <summary>The way to the provider and back.</summary>
public sealed class ProviderSignInTests : ProviderSuite
{
    [Fact]
    public async Task SignIn_WithARole_OpensASessionOfAnAccount()
    {
        await using var host = await StartAsync();
        var (status, page) = await SignInAsync(host);

        Assert.Equal(200, status);
        Assert.Contains("0;url=/\"", page, StringComparison.Ordinal);
        var me = await MeAsync(host);
        Assert.Equal(
            ("mara", "mara of the provider", true, "marketer"),
            (me.GetProperty("name").GetString(), me.GetProperty("displayName").GetString(), me.GetProperty("signedIn").GetBoolean(), Assert.Single(me.GetProperty("roles").EnumerateArray()).GetString()));
        Assert.Equal(200, (await host.GetAsync("/v1/documents")).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "/v1/sending", "{\"stopped\":false,\"by\":\"Ben\"}")).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "/v1/documents/policy/a/draft", "{\"text\":\"\"}", headers: ("Origin", "https://elsewhere.example"))).Status);

        var trail = (await host.GetAsync("/v1/audit")).Json.GetProperty("items").EnumerateArray().Select(e => $"{e.GetProperty("by")} {e.GetProperty("action")} {e.GetProperty("id")}").ToList();
        Assert.Equal(["mara signedIn mara", "openid-connect accountAdded mara"], trail.Take(2));
        var account = (await host.Get<CxOrchestrator.Storage.IAccountStore>().GetAsync("mara", TestContext.Current.CancellationToken))!;
        Assert.Equal((true, false), (account.Subject is not null, account.PasswordHash is not null));
    }

    [Fact]
    public async Task Session_IsStrictAndNotProlongedAndKeepsOneToken()
    {
        await using var host = await StartAsync();
        using var answer = await host.Client.GetAsync(new Uri("/sign-in/provider", UriKind.Relative), TestContext.Current.CancellationToken);
        var cookie = answer.Headers.GetValues("Set-Cookie").First(c => c.StartsWith("cx-session=", StringComparison.Ordinal));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);

        var format = host.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Gateway.Access.Actor.Scheme).TicketDataFormat;
        var session = format.Unprotect(cookie["cx-session=".Length..].Split(';')[0])!.Properties;
        Assert.Equal((false, TimeSpan.FromHours(12)), (session.AllowRefresh, session.ExpiresUtc - session.IssuedUtc));
        Assert.Equal("id_token", Assert.Single(session.GetTokens()).Name);
    }

    [Fact]
    public async Task SignIn_MappedRoles_AreTheMappedOnesOnly()
    {
        await using var host = await StartAsync(
            ("Access:OpenIdConnect:RoleClaim", "groups"),
            ("Access:OpenIdConnect:NameClaim", "email"),
            ("Access:OpenIdConnect:Roles:approver:0", "cx:lead"),
            ("Access:OpenIdConnect:Roles:approver:1", "cx:head"),
            ("Access:OpenIdConnect:Roles:operator:0", "cx:desk"));
        Provider.Person = new() { ["sub"] = "1", ["email"] = "ann@shop.example", ["groups"] = new[] { "marketer", "cx:head", "cx:desk", "staff" } };
        await SignInAsync(host);

        var me = await MeAsync(host);
        Assert.Equal("ann@shop.example", me.GetProperty("name").GetString());
        Assert.Equal(["approver", "operator"], me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
    }

    [Fact]
    public async Task SignIn_WithoutARole_IsToldAndGetsNothing()
    {
        await using var host = await StartAsync();
        Provider.Person = FakeProvider.As("17", "mara", "emperor");
        var (status, page) = await SignInAsync(host);

        Assert.Equal(403, status);
        Assert.Contains("Your account mara has no role here.", page, StringComparison.Ordinal);
        Assert.Null(await NameAsync(host));
        Assert.Null(await host.Get<IAccountStore>().GetAsync("mara", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(Spoilt.Nonce, 403, "cannot be trusted")]
    [InlineData(Spoilt.Signature, 403, "cannot be trusted")]
    [InlineData(Spoilt.Expired, 403, "out of date")]
    [InlineData(Spoilt.Issuer, 403, "cannot be trusted")]
    [InlineData(Spoilt.Audience, 403, "cannot be trusted")]
    [InlineData(Spoilt.Subject, 400, "did not come to its end")]
    [InlineData(Spoilt.Code, 400, "did not come to its end")]
    public async Task SignIn_SpoiltToken_IsRefused(Spoilt how, int expected, string said)
    {
        await using var host = await StartAsync();
        Provider.Spoilt = how;
        var (status, page) = await SignInAsync(host);

        Assert.Equal(expected, status);
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", page, StringComparison.Ordinal);
        Assert.DoesNotContain("IDX", page, StringComparison.Ordinal);
        Assert.Null(await NameAsync(host));
        Assert.Null(await host.Get<IAccountStore>().GetAsync("mara", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SignIn_PersonSaysNo_IsTold()
    {
        await using var host = await StartAsync();
        Provider.Denies = true;
        Assert.Equal(403, (await SignInAsync(host)).Status);
        Assert.Null(await NameAsync(host));
    }

    [Fact]
    public async Task Callback_ThatThisBrowserDidNotAskFor_IsRefused()
    {
        await using var host = await StartAsync();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Client.BaseAddress };
        var back = await LedBackAsync(browser);

        // Somebody else's way, followed by this browser: without the cookie it began with.
        using var answer = await host.Client.GetAsync(back, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(400, (await OpenAsync(host, "/sign-in/provider/callback")).Status);
        Assert.Null(await NameAsync(host));
    }

    [Fact]
    public async Task Callback_AtAnotherGateway_IsUnderstood()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        foreach (var key in await one.Get<IProtectionKeys>().AllAsync(TestContext.Current.CancellationToken))
        {
            await other.Get<IProtectionKeys>().AddAsync("of-one", key, TestContext.Current.CancellationToken);
        }

        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = one.Client.BaseAddress };
        var back = await LedBackAsync(browser);
        using var answer = await browser.GetAsync(new Uri(other.Client.BaseAddress!, back.PathAndQuery), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var me = await browser.GetStringAsync(new Uri(other.Client.BaseAddress!, "/v1/me"), TestContext.Current.CancellationToken);
        Assert.Equal("mara", JsonDocument.Parse(me).RootElement.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/\t/elsewhere.example/")]
    [InlineData("board")]
    public async Task Return_ToAnotherPlace_IsRefused(string to)
    {
        await using var host = await StartAsync();
        Assert.Equal(400, (await OpenAsync(host, $"/sign-in/provider?return={Uri.EscapeDataString(to)}")).Status);
        Assert.Null(Provider.RedirectUri);
        Assert.DoesNotContain("elsewhere", (await OpenAsync(host, $"/sign-in?return={Uri.EscapeDataString(to)}")).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Return_ToAPageOfOurs_LeadsThere()
    {
        await using var host = await StartAsync();
        using var navigation = new HttpRequestMessage(HttpMethod.Get, "/customers/ann?tab=\"a\"");
        navigation.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
        using var led = await host.Client.SendAsync(navigation, TestContext.Current.CancellationToken);
        var query = led.RequestMessage!.RequestUri!.Query;
        Assert.StartsWith("?return=%2Fcustomers%2Fann", query, StringComparison.Ordinal);
        Assert.Contains($"href=\"/sign-in/provider{query}\"", await led.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Contains("0;url=/customers/ann?tab=%22a%22\"", (await OpenAsync(host, $"/sign-in/provider{query}")).Page, StringComparison.Ordinal);
        Assert.Equal("mara", await NameAsync(host));
    }

    [Fact]
    public async Task PublicUrl_IsWhereTheProviderComesBackTo()
    {
        await using var host = await StartAsync(("Access:OpenIdConnect:PublicUrl", "https://cx.example.com/"));
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Client.BaseAddress };
        var back = await LedBackAsync(browser);
        Assert.Equal("https://cx.example.com/sign-in/provider/callback", Provider.RedirectUri);

        // A proxy hands it on to the gateway.
        using var answer = await browser.GetAsync(new Uri(back.PathAndQuery, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task ApiCall_WithoutASession_Answers401AndLeadsNowhere()
    {
        await using var host = await StartAsync();
        var (status, json, response) = await host.GetAsync("/v1/documents");
        Assert.Equal((401, "urn:cx:problem:sign-in-needed"), (status, json.GetProperty("type").GetString()));
        Assert.Equal("/v1/documents", response.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(401, (await host.SendAsync(HttpMethod.Post, "/hubs/live/negotiate?negotiateVersion=1")).Status);
        Assert.Equal(401, (await host.PostAsync("""{"id":"1","type":"t","customer":"c","at":"2026-03-03T11:00:00Z"}""")).Status);
    }

    [Fact]
    public async Task Provider_ThatIsDown_IsToldOnAPage()
    {
        await using var host = await StartAsync();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Client.BaseAddress };
        var back = await LedBackAsync(browser);
        await using var fresh = await StartAsync();
        await Provider.DisposeAsync();

        var (status, page) = await SignInAsync(fresh);
        Assert.Equal(502, status);
        Assert.Contains("cannot be reached", page, StringComparison.Ordinal);
        Assert.DoesNotContain("IDX", page, StringComparison.Ordinal);
        Assert.Equal(200, (await OpenAsync(fresh, "/sign-in")).Status);

        using var answer = await browser.GetAsync(back, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("cannot be reached", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>To the provider and up to where it leads back.</summary>
    private static async Task<Uri> LedBackAsync(HttpClient browser)
    {
        using var away = await browser.GetAsync(new Uri("/sign-in/provider", UriKind.Relative), TestContext.Current.CancellationToken);
        using var back = await browser.GetAsync(away.Headers.Location, TestContext.Current.CancellationToken);
        return back.Headers.Location!;
    }
}
