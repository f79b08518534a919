using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Access.SecondFactors;

/// <summary>Signing in to an account that has a second factor: the password alone opens nothing, on no path.</summary>
public sealed class SecondFactorSignInTests
{
    private const string Other = "battery horse correct";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_WithThePasswordAlone_OpensNothing()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        Assert.Equal((403, "second-factor-needed", null), await host.SignInAsync(null));
        Assert.Equal((403, "second-factor-needed", null), await host.SignInAsync(" "));
        Assert.Equal((403, "second-factor-needed", null), await host.SignInAsync(null, newPassword: Other));
        Assert.Equal((401, "wrong-password", null), await host.SignInAsync(host.Code(), password: "guessed"));
        Assert.Equal((401, "wrong-password", null), await host.SignInAsync(host.Code(), name: "nobody"));

        // None of them used the code up.
        Assert.Equal(200, (await host.SignInAsync(host.Code())).Status);
    }

    [Fact]
    public async Task Code_UsedOnce_WorksNoSecondTime()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var code = host.Code();
        var (status, _, cookie) = await host.SignInAsync(code);
        Assert.Equal((200, "mara"), (status, (await host.AskAsync(cookie, HttpMethod.Get, "/v1/me")).Json.GetProperty("name").GetString()));

        Assert.Equal((401, "wrong-code", null), await host.SignInAsync(code));
        Assert.Equal(200, (await host.SignInAsync(host.Code(later: 1))).Status);
        Assert.Contains("127.0.0.1 secondFactorFailed mara", await host.TrailAsync());
    }

    [Fact]
    public async Task Code_ManyTimesAtOnce_OpensOneSession()
    {
        await using var host = await FactorHost.StartAsync(factor: true, ("Access:WrongPasswordsMax", "50"), ("Access:WrongCodesMax", "50"));
        var code = host.Code();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.SignInAsync(code)));
        Assert.Equal(1, answers.Count(a => a.Status == 200));
        Assert.Equal(1, answers.Count(a => a.Cookie is not null));
    }

    [Fact]
    public async Task Code_OfAnotherAccount_IsRefused()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var others = SecondFactorSecrets.Make();
        await host.PutFactorAsync("ann", others);
        Assert.Equal((401, "wrong-code", null), await host.SignInAsync(host.CodeOf(others)));
        Assert.Equal(200, (await host.SignInAsync(host.CodeOf(others), "ann")).Status);

        // What is stored for one cannot be read for another, either.
        var (mara, ann) = ((await host.AccountAsync()).SecondFactor!, (await host.AccountAsync("ann")).SecondFactor!);
        Assert.Null(host.Gateway.Get<SecondFactorSecrets>().Read("mara", ann));
        Assert.DoesNotContain(Convert.ToHexString(host.Secret), mara.Secret, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(FactorHost.Recovery)]
    [InlineData("AAAA bbbb CCCC dddd")]
    public async Task RecoveryCode_UsedOnce_WorksNoSecondTime(string typed)
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var (status, _, cookie) = await host.SignInAsync(typed);
        Assert.Equal(200, status);
        Assert.Equal(0, (await host.AskAsync(cookie, HttpMethod.Get, "/v1/me")).Json.GetProperty("secondFactor").GetProperty("recoveryCodesLeft").GetInt32());
        Assert.Equal((401, "wrong-code", null), await host.SignInAsync(typed));
        Assert.Contains("mara recoveryCodeUsed mara (0 left)", await host.TrailAsync());
    }

    [Fact]
    public async Task WrongCodes_WithTheRightPasswordBetween_LockAsWrongPasswordsDo()
    {
        await using var host = await FactorHost.StartAsync(factor: true, ("Access:WrongPasswordsMax", "2"));
        Assert.Equal(401, (await host.SignInAsync(host.WrongCode())).Status);
        Assert.Equal("second-factor-needed", (await host.SignInAsync(null)).Type);
        Assert.Equal("second-factor-needed", (await host.SignInAsync(null)).Type);
        Assert.Equal(401, (await host.SignInAsync(host.WrongCode())).Status);
        Assert.Equal((429, "too-many-tries", null), await host.SignInAsync(host.Code()));
        Assert.Contains("127.0.0.1 signInLocked mara", await host.TrailAsync());
        Assert.Equal(200, (await host.SignInAsync(host.Code(), from: "127.0.0.2")).Status);
    }

    [Fact]
    public async Task WrongCodes_FromManyAddresses_LockTheAccountsCodes()
    {
        await using var host = await FactorHost.StartAsync(factor: true, ("Access:WrongCodesMax", "3"));
        for (var i = 2; i < 5; i++)
        {
            Assert.Equal(401, (await host.SignInAsync(host.WrongCode(), from: $"127.0.0.{i}")).Status);
        }

        Assert.Equal(429, (await host.SignInAsync(host.Code(), from: "127.0.0.9")).Status);
    }

    [Fact]
    public async Task Codes_RightOnes_NeverLock()
    {
        await using var host = await FactorHost.StartAsync(factor: true, ("Access:WrongPasswordsMax", "1"), ("Access:WrongCodesMax", "1"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("second-factor-needed", (await host.SignInAsync(null)).Type);
            Assert.Equal(200, (await host.SignInAsync(host.Code())).Status);
            await host.RewindAsync();
        }
    }

    [Fact]
    public async Task Password_ChangedByItsOwner_TakesACode()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var cookie = (await host.SignInAsync(host.Code())).Cookie;
        var (status, json, opened) = await host.AskAsync(cookie, HttpMethod.Post, "/v1/me/password", new { current = FactorHost.Password, password = Other });
        Assert.Equal((403, "urn:cx:problem:second-factor-needed", null), (status, json.GetProperty("type").GetString(), opened));
        Assert.Equal(200, (await host.AskAsync(cookie, HttpMethod.Post, "/v1/me/password", new { current = FactorHost.Password, password = Other, code = host.Code(later: 1) })).Status);
        Assert.Equal("wrong-password", (await host.SignInAsync(null)).Type);
        Assert.Equal("second-factor-needed", (await host.SignInAsync(null, password: Other)).Type);
    }

    [Fact]
    public async Task Password_ThatHasToBeChanged_TakesACodeToo()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var account = await host.AccountAsync();
        await host.Accounts.PutAsync(account with { MustChange = true }, account.Version, new AuditEntry { By = "test", Action = AuditActions.AccountChanged }, None);
        Assert.Equal((403, "password-change-needed", null), await host.SignInAsync(host.Code()));
        Assert.Equal((403, "second-factor-needed", null), await host.SignInAsync(null, newPassword: Other));
        Assert.Equal(400, (await host.SignInAsync(host.Code(), newPassword: "short")).Status);
        Assert.True((await host.AccountAsync()).MustChange);

        var (status, page, cookie) = await host.PostAsync("/sign-in", ("account", "mara"), ("password", FactorHost.Password));
        Assert.Equal((403, null), (status, cookie));
        Assert.Contains("name=\"code\"", page, StringComparison.Ordinal);
        (status, page, cookie) = await host.PostAsync("/sign-in", ("account", "mara"), ("password", FactorHost.Password), ("new", Other), ("again", Other), ("code", host.WrongCode()));
        Assert.Equal((403, null), (status, cookie));
        Assert.Contains("The code is wrong", page, StringComparison.Ordinal);
        Assert.NotNull((await host.PostAsync("/sign-in", ("account", "mara"), ("password", FactorHost.Password), ("new", Other), ("again", Other), ("code", host.Code()))).Cookie);
    }

    [Fact]
    public async Task Page_AfterThePassword_AsksForTheCode()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var (status, page, cookie) = await host.PostAsync("/sign-in?return=%2Fcodes", ("account", "mara"), ("password", FactorHost.Password));
        Assert.Equal((200, null), (status, cookie));
        Assert.DoesNotContain(FactorHost.Password, page, StringComparison.Ordinal);
        var ticket = FactorHost.Field(page, "ticket");

        Assert.Null((await host.PostAsync("/sign-in", ("ticket", ticket))).Cookie);
        Assert.Null((await host.PostAsync("/sign-in", ("ticket", ticket), ("code", ""))).Cookie);
        (status, page, cookie) = await host.PostAsync("/sign-in?return=%2Fcodes", ("ticket", ticket), ("code", host.WrongCode()));
        Assert.Equal((401, null), (status, cookie));
        Assert.Contains("action=\"/sign-in?return=%2Fcodes\"", page, StringComparison.Ordinal);
        Assert.Null((await host.PostAsync("/sign-in", ("ticket", "guessed"), ("code", host.Code()))).Cookie);
        (status, _, cookie) = await host.PostAsync("/sign-in", ("ticket", FactorHost.Field(page, "ticket")), ("code", host.Code()));
        Assert.Equal(302, status);
        Assert.NotNull(cookie);
        Assert.Null((await host.PostAsync("/sign-in", ("ticket", ticket), ("code", host.Code()))).Cookie);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ticket_AfterTheAccountChanged_OpensNothing(bool reset)
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var (_, page, _) = await host.PostAsync("/sign-in", ("account", "mara"), ("password", FactorHost.Password));
        if (reset)
        {
            await host.Gateway.Get<SecondFactorChanges>().ResetAsync("mara", "ann", None);
        }
        else
        {
            var account = await host.AccountAsync();
            await host.Accounts.PutAsync(account with { Roles = ["viewer"] }, account.Version, new AuditEntry { By = "ann", Action = AuditActions.AccountChanged }, None);
        }

        var (status, _, cookie) = await host.PostAsync("/sign-in", ("ticket", FactorHost.Field(page, "ticket")), ("code", host.Code()));
        Assert.Equal((401, null), (status, cookie));
    }

    [Fact]
    public async Task FirstLink_OfAnAccountWithASecondFactor_AsksForTheCode()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var link = new Uri(host.Gateway.Get<FirstLinks>().Make(await host.AccountAsync())).PathAndQuery;
        var (status, page, cookie) = await host.PostAsync(link, ("password", Other), ("again", Other));
        Assert.Equal((200, null), (status, cookie));
        Assert.NotNull((await host.PostAsync("/sign-in", ("ticket", FactorHost.Field(page, "ticket")), ("code", host.Code()))).Cookie);
    }

    [Fact]
    public async Task Secret_ThatCannotBeReadAnyMore_IsSaidAndAnAdministratorResetsIt()
    {
        await using var host = await FactorHost.StartAsync(factor: true);
        var factor = (await host.AccountAsync()).SecondFactor!;
        await host.Accounts.PutSecondFactorAsync("mara", factor, factor with { Secret = "of a key that is lost" }, null, null, None);
        Assert.Equal((403, "second-factor-unreadable", null), await host.SignInAsync(host.Code()));
        var (_, page, _) = await host.PostAsync("/sign-in", ("account", "mara"), ("password", FactorHost.Password));
        (_, page, _) = await host.PostAsync("/sign-in", ("ticket", FactorHost.Field(page, "ticket")), ("code", host.Code()));
        Assert.Contains("can no longer be checked", page, StringComparison.Ordinal);
        Assert.Equal(200, (await host.SignInAsync(FactorHost.Recovery)).Status);

        var ann = (await host.SignInAsync(null, "ann")).Cookie;
        Assert.Equal(200, (await host.AskAsync(ann, HttpMethod.Delete, "/v1/accounts/mara/second-factor")).Status);
        Assert.Equal(200, (await host.SignInAsync(null)).Status);
    }
}
