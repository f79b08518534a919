using Microsoft.Playwright;
using OtpNet;

namespace CxOrchestrator.EndToEnd.Browser.Access;

/// <summary>A second factor, from setting it up in the console to losing it; and one that somebody has to set up.</summary>
public sealed class SecondFactorTests(AccountsFixture fixture) : IClassFixture<AccountsFixture>
{
    private const string Chosen = "chosen by an administrator";
    private const string Own = "chosen by their own";

    private static string Code(string secret, int later = 0) =>
        new Totp(Base32Encoding.ToBytes(secret.Replace(" ", "", StringComparison.Ordinal))).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30 * later));

    private static async Task PressAsync(IPage page, string button) => await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static ILocator Row(IPage page, string account) =>
        page.GetByRole(AriaRole.Table, new() { Name = "Accounts" }).Locator("tbody tr").Filter(new() { HasText = account });

    private static async Task SignInAsync(IPage page, string account, string password)
    {
        await page.OpenAsync("/sign-in");
        await page.GetByLabel("Account").FillAsync(account);
        await page.GetByLabel("Password").FillAsync(password);
        await PressAsync(page, "Sign in");
    }

    [Fact]
    public async Task SecondFactor_OfOnesOwn_IsSetUpAskedForAndReset()
    {
        var page = await fixture.PageAsync();
        var faults = new List<string>();
        await page.OpenAsync("/codes");
        await fixture.SignInAsync(page);
        await page.GetByTestId("you").ClickAsync();
        await PressAsync(page, "Set up");
        await page.GetByLabel("Your password").FillAsync(AccountsFixture.Password);
        await PressAsync(page, "Continue");
        await Assertions.Expect(page.Locator(".qr svg")).ToBeVisibleAsync();
        var secret = await page.GetByTestId("factor-secret").InnerTextAsync();
        faults.AddRange(await page.FaultsAsync("set up"));
        await page.GetByLabel("Code shown in the app").FillAsync(Code(secret));
        await PressAsync(page, "Turn on");
        await Assertions.Expect(page.GetByTestId("recovery-codes").Locator("li")).ToHaveCountAsync(10);
        var recovery = await page.GetByTestId("recovery-codes").Locator("li").First.InnerTextAsync();
        faults.AddRange(await page.FaultsAsync("recovery codes"));
        await PressAsync(page, "I have saved them");
        await Assertions.Expect(page.GetByTestId("second-factor")).ToContainTextAsync("10 recovery codes left");
        await PressAsync(page, "Sign out");

        await page.WaitForURLAsync("**/sign-in");
        await SignInAsync(page, "owner", AccountsFixture.Password);
        faults.AddRange(await page.FaultsAsync("code"));
        await page.GetByLabel("Code").FillAsync(Code(secret, later: 1) + "1");
        await PressAsync(page, "Sign in");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The code is wrong");
        await page.GetByLabel("Code").FillAsync(recovery);
        await PressAsync(page, "Sign in");
        await page.LoadedAsync();

        await page.GoAsync("/accounts");
        await Assertions.Expect(Row(page, "owner")).ToContainTextAsync("on");
        faults.AddRange(await page.FaultsAsync("accounts"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset second factor of owner" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reset", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("signed-out")).ToBeVisibleAsync();
        PageChecks.None(faults);
    }

    [Fact]
    public async Task SecondFactor_RequiredOfSomebody_IsSetUpBeforeTheConsoleOpens()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/codes");
        await fixture.SignInAsync(page);
        var put = await page.APIRequest.PutAsync(
            new Uri(fixture.Gateway.Address, "/v1/accounts/nina").ToString(), new() { DataObject = new { displayName = "Nina", roles = new List<string> { "marketer" }, password = Chosen } });
        Assert.True(put.Ok, await put.TextAsync());
        await page.GoAsync("/accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Require second factor of nina", Exact = true }).ClickAsync();
        await Assertions.Expect(Row(page, "nina")).ToContainTextAsync("required");

        page = await fixture.PageAsync();
        await SignInAsync(page, "nina", Chosen);
        await page.GetByLabel("Current password").FillAsync(Chosen);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Own);
        await page.GetByLabel("New password again").FillAsync(Own);
        await PressAsync(page, "Save and sign in");

        await Assertions.Expect(page.Locator(".qr svg")).ToBeVisibleAsync();
        var faults = new List<string>(await page.FaultsAsync("set up at sign-in"));
        var secret = await page.Locator("code").InnerTextAsync();
        await page.GetByLabel("Code shown in the app").FillAsync(Code(secret));
        await PressAsync(page, "Turn on and sign in");
        await Assertions.Expect(page.Locator("li code")).ToHaveCountAsync(10);
        faults.AddRange(await page.FaultsAsync("recovery codes at sign-in"));
        await page.GetByRole(AriaRole.Link, new() { Name = "I have saved them" }).ClickAsync();
        await page.LoadedAsync();
        await Assertions.Expect(page.GetByTestId("you")).ToContainTextAsync("nina");
        PageChecks.None(faults);
    }
}
