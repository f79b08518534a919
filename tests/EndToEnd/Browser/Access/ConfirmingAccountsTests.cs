using Microsoft.Playwright;
using OtpNet;

namespace CxOrchestrator.EndToEnd.Browser.Access;

/// <summary>Every button that confirms something about an account, on a screen of each width: it can be hit, and does its work.</summary>
public sealed class ConfirmingAccountsTests(AccountsFixture fixture) : IClassFixture<AccountsFixture>
{
    private const string Chosen = "chosen by an administrator";
    private const string Own = "chosen by their own";
    private const string Next = "chosen once more";
    private const string Kept = "() => sessionStorage.getItem('cx.kept')";

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private async Task<IPage> OwnerAsync(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/codes");
        await fixture.SignInAsync(page);
        return page;
    }

    private async Task AddAccountAsync(IPage owner, string account)
    {
        var put = await owner.APIRequest.PutAsync(
            new Uri(fixture.Gateway.Address, $"/v1/accounts/{account}").ToString(), new() { DataObject = new { displayName = account, roles = new List<string> { "marketer" }, password = Chosen } });
        Assert.True(put.Ok, await put.TextAsync());
    }

    private static async Task FirstSignInAsync(IPage page, string account)
    {
        await page.GotoAsync("/sign-in");
        await SignInAsync(page, account, Chosen);
        await page.GetByLabel("Current password").FillAsync(Chosen);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(Own);
        await page.GetByLabel("New password again").FillAsync(Own);
        await PressAsync(page, "Save and sign in");
        await Assertions.Expect(page.GetByTestId("you")).ToContainTextAsync(account, new() { Timeout = PageChecks.LoadMaxMs });
    }

    private static async Task SignInAsync(IPage page, string account, string password)
    {
        await page.GetByLabel("Account").FillAsync(account);
        await page.GetByLabel("Password").FillAsync(password);
        await PressAsync(page, "Sign in");
    }

    private static async Task<string> SetUpAsync(IPage page, string password)
    {
        await PressAsync(page, "Set up");
        await page.GetByLabel("Your password").FillAsync(password);
        await page.ConfirmAsync("begin-second-factor");
        var secret = (await page.GetByTestId("factor-secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.GetByLabel("Code shown in the app").FillAsync(new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime));
        await page.ConfirmAsync("enable-second-factor");
        var recovery = await page.GetByTestId("recovery-codes").Locator("li").First.InnerTextAsync();
        await page.ConfirmAsync("recovery-saved");
        await Assertions.Expect(page.GetByTestId("second-factor")).ToContainTextAsync("10 recovery codes left");
        return recovery;
    }

    [Fact]
    public async Task TypedWords_AnotherAccountInTheSameTab_AreForgotten()
    {
        var page = await OwnerAsync(1440);
        await AddAccountAsync(page, "mona");
        await page.GoAsync("/keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add key" }).ClickAsync();
        await page.Locator("#key-name").FillAsync("half-typed");
        await page.Keyboard.PressAsync("Escape");
        Assert.Contains("half-typed", await page.EvaluateAsync<string?>(Kept), StringComparison.Ordinal);

        await page.Context.ClearCookiesAsync();
        await FirstSignInAsync(page, "mona");

        Assert.DoesNotContain("half-typed", await page.EvaluateAsync<string?>(Kept) ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Account_ItsPasswordAndSecondFactor(int width)
    {
        var account = $"anna-{width}";
        await AddAccountAsync(await OwnerAsync(width), account);
        var page = await fixture.PageAsync(width);
        await FirstSignInAsync(page, account);
        await page.GetByTestId("you").ClickAsync();
        await PressAsync(page, "Change password");
        await page.Locator("#password-current").FillAsync(Own);
        await page.Locator("#password-new").FillAsync(Next);
        await page.Locator("#password-again").FillAsync(Next);
        await page.ConfirmAsync("change-password");
        await Assertions.Expect(page.GetByText("Password changed")).ToBeVisibleAsync();

        var recovery = await SetUpAsync(page, Next);
        await PressAsync(page, "Turn off");
        await page.GetByLabel("Your password").FillAsync(Next);
        await page.Locator("#factor-code").FillAsync(recovery);
        await page.ConfirmAsync("prove-second-factor");
        await Assertions.Expect(page.GetByTestId("second-factor")).ToContainTextAsync("off");
        await SetUpAsync(page, Next);
        await page.ConfirmAsync("sign-out");
        await page.WaitForURLAsync("**/sign-in");

        page = await OwnerAsync(width);
        await page.GoAsync("/accounts");
        var row = page.GetByRole(AriaRole.Table, new() { Name = "Accounts" }).Locator("tbody tr").Filter(new() { HasText = account });
        await PressAsync(page, $"Reset second factor of {account}");
        await page.ConfirmAsync("reset-second-factor");
        await Assertions.Expect(row).ToContainTextAsync("off");
    }
}
