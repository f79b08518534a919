using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>What ends a session, also the copy of its cookie that somebody else has, and on the hub.</summary>
public sealed class SessionTests
{
    private const string Password = "correct horse battery";
    private const string Other = "battery horse correct";

    private static readonly TimeSpan ClosedWithin = TimeSpan.FromSeconds(30);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private static async Task<(GatewayHost Host, string Cookie)> StartAsync(params string[] roles)
    {
        var host = await GatewayHost.StartAsync(("Access:SignIn", "Accounts"), ("Access:AccountsKnownFor", "00:00:00.100"));
        foreach (var (name, has) in new[] { ("mara", roles), ("ann", ["administrator"]) })
        {
            var account = new StoredAccount { Name = name, DisplayName = name, Roles = [.. has], PasswordHash = host.Get<Passwords>().Hash(name, Password) };
            await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);
        }

        return (host, await SignInAsync(host, "mara"));
    }

    private static async Task<string> SignInAsync(GatewayHost host, string name)
    {
        var (status, _, response) = await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"{{name}}","password":"{{Password}}"}""");
        Assert.Equal(200, status);
        return response.Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }

    /// <summary>With a cookie that was kept, past the client's own.</summary>
    private static async Task<int> AskAsync(GatewayHost host, string cookie, string path = "/v1/documents")
    {
        using var response = await AnswerAsync(host, cookie, path);
        return (int)response.StatusCode;
    }

    private static async Task<HttpResponseMessage> AnswerAsync(GatewayHost host, string cookie, string path)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = host.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await client.SendAsync(request, None);
    }

    private static Task ChangeAsync(GatewayHost host, string body) => ChangeAsync(host, "mara", body);

    private static async Task ChangeAsync(GatewayHost host, string name, string body)
    {
        await SignInAsync(host, "ann");
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Put, $"/v1/accounts/{name}", body, headers: ("If-Match", "1"))).Status);
    }

    [Theory]
    [InlineData("sign-out")]
    [InlineData("""{"displayName":"mara","roles":["marketer","operator"],"password":"battery horse correct"}""")]
    [InlineData("""{"displayName":"mara","roles":["marketer","operator"],"disabled":true}""")]
    [InlineData("""{"displayName":"mara","roles":["marketer"]}""")]
    public async Task Session_AfterWhatEndsIt_IsRefusedAndItsConnectionIsClosed(string what)
    {
        var (host, cookie) = await StartAsync("marketer", "operator");
        await using var _ = host;
        await using var hub = await host.ConnectAsync(cookie);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await hub.InvokeAsync<BoardSnapshot>(nameof(ILiveHub.WatchBoard), new BoardFilter(), None);
        Assert.Equal(200, await AskAsync(host, cookie));

        if (what == "sign-out")
        {
            await host.SendAsync(HttpMethod.Post, "/v1/sign-out");
        }
        else
        {
            await ChangeAsync(host, what);
        }

        Assert.Equal(401, await AskAsync(host, cookie));
        await closed.Task.WaitAsync(ClosedWithin, None);
    }

    [Fact]
    public async Task Request_WithTheCookieOfAnEndedSession_TakesNoCookieAway()
    {
        var (host, cookie) = await StartAsync("marketer");
        await using var _ = host;
        await host.SendAsync(HttpMethod.Post, "/v1/sign-out");

        // By then the browser may have the cookie of the next session, under the same name.
        using var response = await AnswerAsync(host, cookie, "/v1/documents");

        Assert.Equal(401, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Hub_MethodAfterTheSessionEnded_IsRefused()
    {
        var (host, cookie) = await StartAsync("marketer");
        await using var _ = host;
        await using var hub = await host.ConnectAsync(cookie);
        await host.SendAsync(HttpMethod.Post, "/v1/sign-out");
        await Assert.ThrowsAnyAsync<Exception>(() => hub.InvokeAsync<BoardSnapshot>(nameof(ILiveHub.WatchBoard), new BoardFilter(), None));
    }

    [Fact]
    public async Task Session_AfterRolesWereAdded_GoesOnWithThem()
    {
        var (host, cookie) = await StartAsync("marketer");
        await using var _ = host;
        Assert.Equal(403, await AskAsync(host, cookie, "/v1/dead-letters"));
        await ChangeAsync(host, """{"displayName":"mara","roles":["marketer","operator"]}""");
        Assert.Equal(200, await AskAsync(host, cookie, "/v1/dead-letters"));
    }

    [Fact]
    public async Task Session_OfAnotherSignInMode_IsNone()
    {
        // Chosen without a password, before people had to sign in.
        await using var host = await GatewayHost.StartAsync();
        var (_, _, response) = await host.SendAsync(HttpMethod.Post, "/v1/me/switch", """{"account":"owner"}""");
        var ticket = response.Headers.GetValues("Set-Cookie").First()["cx-session=".Length..].Split(';')[0];
        var principal = host.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Actor.Scheme).TicketDataFormat.Unprotect(ticket)!.Principal;
        Assert.NotNull(await host.Get<Sessions>().RenewAsync(principal, None));

        await using var later = await GatewayHost.StartAsync(("Access:SignIn", "Accounts"));
        Assert.Null(await later.Get<Sessions>().RenewAsync(principal, None));
    }

    [Fact]
    public async Task Session_OlderThanAnyMayBe_Ends()
    {
        var clock = new FakeTimeProvider(GatewayHost.Start);
        await using var host = await GatewayHost.StartAsync(("Access:SignIn", "Accounts"), ("Access:SessionAtMost", "1.00:00:00"));
        var account = new StoredAccount { Name = "mara", DisplayName = "mara", Roles = ["marketer"] };
        await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);
        var sessions = new Sessions(
            host.Get<AccountDirectory>(), host.Get<IOptions<AccessOptions>>(), host.Get<IOptions<SignInProviderOptions>>(), clock);
        var principal = sessions.Principal(account, clock.GetUtcNow());
        clock.Advance(TimeSpan.FromHours(23));
        Assert.NotNull(await sessions.RenewAsync(principal, None));

        // Use does not prolong it.
        principal = (await sessions.RenewAsync(principal, None))!;
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(await sessions.RenewAsync(principal, None));
    }

    [Fact]
    public async Task Password_OfOnesOwn_IsChangedAndOtherSessionsEnd()
    {
        var (host, cookie) = await StartAsync("viewer");
        await using var _ = host;
        Assert.Equal(401, (await host.SendAsync(HttpMethod.Post, "/v1/me/password", $$"""{"current":"wrong","password":"{{Other}}"}""")).Status);
        Assert.Equal(400, (await host.SendAsync(HttpMethod.Post, "/v1/me/password", $$"""{"current":"{{Password}}","password":"short"}""")).Status);
        Assert.Equal(400, (await host.SendAsync(HttpMethod.Post, "/v1/me/password", $$"""{"current":"{{Password}}","password":"{{Password}}"}""")).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/me/password", $$"""{"current":"{{Password}}","password":"{{Other}}"}""")).Status);
        Assert.Equal(200, (await host.GetAsync("/v1/documents")).Status);
        Assert.Equal(401, await AskAsync(host, cookie));
        Assert.Equal(401, (await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"mara","password":"{{Password}}"}""")).Status);
    }

    [Fact]
    public async Task Password_ThatAnAdministratorChose_IsGoodForChoosingAnotherOnly()
    {
        var (host, _) = await StartAsync("viewer");
        await using var _1 = host;
        await ChangeAsync(host, $$"""{"displayName":"mara","roles":["viewer"],"password":"{{Other}}"}""");
        var (status, json, _) = await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"mara","password":"{{Other}}"}""");
        Assert.Equal((403, "urn:cx:problem:password-change-needed"), (status, json.GetProperty("type").GetString()));
        Assert.Equal(400, (await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"mara","password":"{{Other}}","newPassword":"{{Other}}"}""")).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"mara","password":"{{Other}}","newPassword":"{{Password}}"}""")).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"mara","password":"{{Password}}"}""")).Status);
    }

    [Fact]
    public async Task SignInPage_WithAPasswordToChange_AsksForAnother()
    {
        var (host, _) = await StartAsync("viewer");
        await using var _1 = host;
        await ChangeAsync(host, $$"""{"displayName":"mara","roles":["viewer"],"password":"{{Other}}"}""");
        async Task<(int Status, string Page)> PostAsync(params (string, string)[] fields)
        {
            using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
            using var response = await host.Client.PostAsync(new Uri("/sign-in", UriKind.Relative), form, None);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(None));
        }

        var (status, page) = await PostAsync(("account", "mara"), ("password", Other));
        Assert.Equal(403, status);
        Assert.Contains("name=\"new\"", page, StringComparison.Ordinal);
        Assert.Equal(403, (await PostAsync(("account", "mara"), ("password", Other), ("new", Password), ("again", "different"))).Status);
        await PostAsync(("account", "mara"), ("password", Other), ("new", Password), ("again", Password));
        Assert.Equal("mara", (await host.GetAsync("/v1/me")).Json.GetProperty("name").GetString());
    }
}
