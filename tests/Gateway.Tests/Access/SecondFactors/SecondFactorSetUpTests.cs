using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Tests.Access.SecondFactors;

/// <summary>Setting a second factor up, where it is required and where it is not; turning it off, and resetting it.</summary>
public sealed class SecondFactorSetUpTests
{
    private const string Path = "/v1/me/second-factor";

    private static readonly string[] Roles = ["marketer"];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private static object Proof(string code, string password = FactorHost.Password) => new { password, code };

    private static async Task<string[]> CodesAsync(FactorHost host, string? cookie, string path, object body)
    {
        var (status, json, _) = await host.AskAsync(cookie, HttpMethod.Post, path, body);
        Assert.Equal(200, status);
        return [.. json.GetProperty("codes").EnumerateArray().Select(c => c.GetString()!)];
    }

    [Fact]
    public async Task SetUp_InASession_IsActiveOnceConfirmedAndEndsOtherSessions()
    {
        await using var host = await FactorHost.StartAsync(factor: false);
        var (cookie, elsewhere) = ((await host.SignInAsync(null)).Cookie, (await host.SignInAsync(null)).Cookie);
        Assert.Equal(401, (await host.AskAsync(cookie, HttpMethod.Post, Path, new { password = "guessed" })).Status);
        var (status, json, _) = await host.AskAsync(cookie, HttpMethod.Post, Path, new { password = FactorHost.Password });
        Assert.Equal(200, status);
        var (secret, pending) = (FactorHost.SecretOf(json.GetProperty("secret").GetString()!), json.GetProperty("pending").GetString()!);
        Assert.StartsWith("otpauth://totp/CxOrchestrator:mara?secret=", Uri.UnescapeDataString(json.GetProperty("uri").GetString()!), StringComparison.Ordinal);
        Assert.StartsWith("<svg", json.GetProperty("qrSvg").GetString(), StringComparison.Ordinal);

        Assert.Equal(200, (await host.SignInAsync(null)).Status);
        Assert.Equal(400, (await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/confirm", new { pending, code = host.WrongCode() })).Status);
        var (confirmed, made, renewed) = await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/confirm", new { pending, code = host.CodeOf(secret) });
        Assert.Equal((200, 10), (confirmed, made.GetProperty("codes").EnumerateArray().Select(c => c.GetString()).Distinct().Count()));

        Assert.Equal("second-factor-needed", (await host.SignInAsync(null)).Type);
        Assert.Equal("wrong-code", (await host.SignInAsync(host.CodeOf(secret))).Type);
        Assert.Equal(200, (await host.SignInAsync(host.CodeOf(secret, 1))).Status);
        Assert.Equal(200, (await host.SignInAsync(made.GetProperty("codes")[3].GetString())).Status);
        Assert.Equal(401, (await host.AskAsync(elsewhere, HttpMethod.Get, "/v1/documents")).Status);
        var state = (await host.AskAsync(renewed, HttpMethod.Get, "/v1/me")).Json.GetProperty("secondFactor");
        Assert.Equal((true, false, 9), (state.GetProperty("enabled").GetBoolean(), state.GetProperty("required").GetBoolean(), state.GetProperty("recoveryCodesLeft").GetInt32()));
        Assert.Equal(409, (await host.AskAsync(renewed, HttpMethod.Post, Path, new { password = FactorHost.Password })).Status);
        Assert.Equal(409, (await host.AskAsync(renewed, HttpMethod.Post, $"{Path}/confirm", new { pending, code = host.CodeOf(secret) })).Status);
        Assert.Contains("mara secondFactorEnabled mara", await host.TrailAsync());
    }

    [Fact]
    public async Task Pending_OfAnotherAccountOrGuessed_IsRefused()
    {
        await using var host = await FactorHost.StartAsync(factor: false);
        var (mara, ann) = ((await host.SignInAsync(null)).Cookie, (await host.SignInAsync(null, "ann")).Cookie);
        var begun = (await host.AskAsync(ann, HttpMethod.Post, Path, new { password = FactorHost.Password })).Json;
        var code = host.CodeOf(FactorHost.SecretOf(begun.GetProperty("secret").GetString()!));
        Assert.Equal(400, (await host.AskAsync(mara, HttpMethod.Post, $"{Path}/confirm", new { pending = begun.GetProperty("pending").GetString(), code })).Status);
        Assert.Equal(400, (await host.AskAsync(mara, HttpMethod.Post, $"{Path}/confirm", new { pending = "guessed", code })).Status);
        Assert.Null((await host.AccountAsync()).SecondFactor);
    }

    [Fact]
    public async Task Disable_WithPasswordAndCode_TurnsItOff()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var cookie = (await host.SignInAsync(host.Code())).Cookie;
        Assert.Equal(401, (await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/disable", Proof(host.Code(1), "guessed"))).Status);
        Assert.Equal(401, (await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/disable", Proof(host.WrongCode()))).Status);
        Assert.Equal(403, (await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/disable", Proof(""))).Status);
        Assert.Equal(204, (await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/disable", Proof(host.Code(1)))).Status);
        Assert.Equal(200, (await host.SignInAsync(null)).Status);
        Assert.Equal(409, (await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/disable", Proof(host.Code(1)))).Status);
        Assert.Contains("mara secondFactorDisabled mara", await host.TrailAsync());
    }

    [Fact]
    public async Task Disable_WhereOneIsRequired_IsRefused()
    {
        await using var host = await FactorHost.StartAsync(factor: true, ("Access:SecondFactorRoles", "marketer"));
        var cookie = (await host.SignInAsync(host.Code())).Cookie;
        var (status, json, _) = await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/disable", Proof(host.Code(1)));
        Assert.Equal((409, "urn:cx:problem:second-factor-required"), (status, json.GetProperty("type").GetString()));
        Assert.Equal(200, (await host.SignInAsync(host.Code(1))).Status);
    }

    [Fact]
    public async Task RecoveryCodes_MadeAnew_ReplaceThoseBefore()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var cookie = (await host.SignInAsync(host.Code())).Cookie;
        Assert.Equal(401, (await host.AskAsync(cookie, HttpMethod.Post, $"{Path}/recovery-codes", Proof(host.WrongCode()))).Status);
        var codes = await CodesAsync(host, cookie, $"{Path}/recovery-codes", Proof(host.Code(1)));
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal("wrong-code", (await host.SignInAsync(FactorHost.Recovery)).Type);
        Assert.Equal(200, (await host.SignInAsync(codes[0])).Status);
        Assert.Contains("mara recoveryCodesMade mara", await host.TrailAsync());
        Assert.DoesNotContain(codes[0], string.Join(' ', (await host.AccountAsync()).SecondFactor!.RecoveryCodes), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Access:SecondFactorRoles", "approver marketer")]
    [InlineData("Access:SecondFactor", "Required")]
    public async Task SignIn_WhereOneIsRequiredAndMissing_SetsItUpAndDoesNothingElse(string setting, string value)
    {
        await using var host = await FactorHost.StartAsync(factor: false, (setting, value));
        Assert.Equal((403, "second-factor-setup-needed", null), await host.SignInAsync(null));
        Assert.Equal((403, "second-factor-setup-needed", null), await host.SignInAsync(null, newPassword: "battery horse correct"));
        Assert.Equal((401, "wrong-password", null), await host.SignInAsync(null, password: "battery horse correct"));

        var (status, page, cookie) = await host.PostAsync("/sign-in?return=%2Fcodes", ("account", "mara"), ("password", FactorHost.Password));
        Assert.Equal((200, null), (status, cookie));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("otpauth://totp/", page, StringComparison.Ordinal);
        var (secret, ticket, pending) = (FactorHost.SecretOn(page), FactorHost.Field(page, "ticket"), FactorHost.Field(page, "pending"));

        // The ticket is good for the set-up alone.
        Assert.Null((await host.PostAsync("/sign-in", ("ticket", ticket))).Cookie);
        Assert.Null((await host.PostAsync("/sign-in", ("ticket", ticket), ("code", host.CodeOf(secret)))).Cookie);
        Assert.Null((await host.PostAsync("/sign-in", ("ticket", ticket), ("pending", "guessed"), ("code", host.CodeOf(secret)))).Cookie);
        (status, page, cookie) = await host.PostAsync("/sign-in", ("ticket", ticket), ("pending", pending), ("code", host.WrongCode()));
        Assert.Equal((400, null), (status, cookie));
        Assert.Equal(secret, FactorHost.SecretOn(page));

        (status, page, cookie) = await host.PostAsync("/sign-in?return=%2Fcodes", ("ticket", FactorHost.Field(page, "ticket")), ("pending", pending), ("code", host.CodeOf(secret)));
        Assert.Equal((200, 10), (status, System.Text.RegularExpressions.Regex.Count(page, "<li><code>[a-z2-9-]{19}</code></li>")));
        Assert.Contains("href=\"/codes\"", page, StringComparison.Ordinal);
        Assert.Equal("mara", (await host.AskAsync(cookie, HttpMethod.Get, "/v1/me")).Json.GetProperty("name").GetString());
        Assert.Null((await host.PostAsync("/sign-in", ("ticket", ticket), ("pending", pending), ("code", host.CodeOf(secret, 1)))).Cookie);
        Assert.Equal("second-factor-needed", (await host.SignInAsync(null)).Type);
    }

    [Fact]
    public async Task FirstLink_WhereOneIsRequired_SetsItUp()
    {
        await using var host = await FactorHost.StartAsync(factor: false, ("Access:SecondFactorRoles", "administrator"));
        var link = new Uri(host.Gateway.Get<FirstLinks>().Make(await host.AccountAsync("ann"))).PathAndQuery;
        var (status, page, cookie) = await host.PostAsync(link, ("password", "battery horse correct"), ("again", "battery horse correct"));
        Assert.Equal((200, null), (status, cookie));
        Assert.NotEmpty(FactorHost.Field(page, "pending"));
    }

    [Fact]
    public async Task Password_ThatHasToBeChanged_IsChangedBeforeTheSetUp()
    {
        await using var host = await FactorHost.StartAsync(factor: false, ("Access:SecondFactorRoles", "marketer"));
        var account = await host.AccountAsync();
        await host.Accounts.PutAsync(account with { MustChange = true }, account.Version, new AuditEntry { By = "test", Action = AuditActions.AccountChanged }, None);
        Assert.Equal("password-change-needed", (await host.SignInAsync(null)).Type);
        Assert.Equal((403, "second-factor-setup-needed", null), await host.SignInAsync(null, newPassword: "battery horse correct"));
        Assert.Equal("second-factor-setup-needed", (await host.SignInAsync(null, password: "battery horse correct")).Type);
    }

    [Fact]
    public async Task Account_OfWhichOneIsRequired_LosesItsSessionsUntilItHasOne()
    {
        await using var host = await FactorHost.StartAsync(factor: false);
        var (mara, ann) = ((await host.SignInAsync(null)).Cookie, (await host.SignInAsync(null, "ann")).Cookie);
        Assert.Equal(200, (await host.AskAsync(mara, HttpMethod.Get, "/v1/documents")).Status);
        Assert.Equal(200, (await host.AskAsync(ann, HttpMethod.Put, "/v1/accounts/mara", new { displayName = "Mara", roles = Roles, secondFactorRequired = true }, ifMatch: "1")).Status);
        Assert.Equal(401, (await host.AskAsync(mara, HttpMethod.Get, "/v1/documents")).Status);
        Assert.Equal("second-factor-setup-needed", (await host.SignInAsync(null)).Type);

        // A change of anything else keeps it.
        Assert.Equal(200, (await host.AskAsync(ann, HttpMethod.Put, "/v1/accounts/mara", new { displayName = "Mara M.", roles = Roles }, ifMatch: "2")).Status);
        var view = (await host.AskAsync(ann, HttpMethod.Get, "/v1/accounts")).Json.GetProperty("items").EnumerateArray().Single(a => a.GetProperty("name").GetString() == "mara");
        Assert.Equal((true, false, false), (view.GetProperty("secondFactorRequired").GetBoolean(), view.GetProperty("hasSecondFactor").GetBoolean(), view.GetProperty("secondFactorRequiredByRole").GetBoolean()));
        Assert.Contains("ann accountChanged mara (marketer; second factor required)", await host.TrailAsync());
    }

    [Fact]
    public async Task Reset_ByAnAdministrator_EndsTheAccountsSessions()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var (mara, ann) = ((await host.SignInAsync(host.Code())).Cookie, (await host.SignInAsync(null, "ann")).Cookie);
        Assert.Equal(403, (await host.AskAsync(mara, HttpMethod.Delete, "/v1/accounts/mara/second-factor")).Status);
        Assert.Equal(404, (await host.AskAsync(ann, HttpMethod.Delete, "/v1/accounts/nobody/second-factor")).Status);
        var (status, json, _) = await host.AskAsync(ann, HttpMethod.Delete, "/v1/accounts/mara/second-factor");
        Assert.Equal((200, false), (status, json.GetProperty("hasSecondFactor").GetBoolean()));
        Assert.Equal(401, (await host.AskAsync(mara, HttpMethod.Get, "/v1/documents")).Status);
        Assert.Equal(409, (await host.AskAsync(ann, HttpMethod.Delete, "/v1/accounts/mara/second-factor")).Status);
        Assert.Equal(200, (await host.SignInAsync(null)).Status);
        Assert.Contains("ann secondFactorReset mara", await host.TrailAsync());
    }

    [Fact]
    public async Task Account_OfAProvider_IsNeitherAskedNorRequired()
    {
        await using var host = await FactorHost.StartAsync(factor: false, ("Access:SecondFactor", "Required"));
        var account = new StoredAccount { Name = "olga", DisplayName = "Olga", Roles = ["marketer"], Subject = "https://id.example 17", SecondFactorRequired = true, SecondFactor = new() { Secret = "x" } };
        Assert.False(account.TakesCode());
        Assert.False(host.Gateway.Get<IOptions<AccessOptions>>().Value.Lacks(account with { SecondFactor = null }));

        await host.PutFactorAsync("ann", host.Secret);
        await host.AddAsync(account with { SecondFactorRequired = false });
        var ann = (await host.SignInAsync(host.Code(), "ann")).Cookie;
        Assert.Equal(409, (await host.AskAsync(ann, HttpMethod.Put, "/v1/accounts/olga", new { displayName = "Olga", roles = Roles, secondFactorRequired = true }, ifMatch: "1")).Status);
    }

    [Fact]
    public async Task Roles_UnknownOnes_StopTheStartAndNameTheSetting()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync(("Access:SecondFactorRoles", "administrator king")));
        Assert.Contains("Access:SecondFactorRoles names king", fault.Message, StringComparison.Ordinal);
    }
}
