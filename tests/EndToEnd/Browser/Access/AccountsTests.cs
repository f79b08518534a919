using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Access;

/// <summary>Where people sign in, and what they see before anything has come.</summary>
public sealed class AccountsTests(AccountsFixture fixture) : IClassFixture<AccountsFixture>
{
    [Fact]
    public async Task SignIn_PageAskedForBefore_IsThereAfterwards()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/codes");
        Assert.Contains("/sign-in", page.Url, StringComparison.Ordinal);

        await fixture.SignInAsync(page);

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Codes");
    }

    [Fact]
    public async Task You_SignOut_LeadsToSigningIn()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/codes");
        await fixture.SignInAsync(page);
        await Assertions.Expect(page.GetByTestId("you")).ToContainTextAsync("owner");

        await page.GetByTestId("you").ClickAsync();
        await Assertions.Expect(page.GetByTestId("account")).ToContainTextAsync("Signed in as Owner");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in$"));
        await page.OpenAsync("/codes");
        Assert.Contains("/sign-in", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_EndsWhileWriting_SaysSoKeepsTheTextAndGoesOn()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/policies/failed-payment");
        await fixture.SignInAsync(page);
        await page.GetByLabel("Priority, 0 to 100").FillAsync("61");
        await Assertions.Expect(page.GetByTestId("dirty")).ToBeVisibleAsync();
        await page.Context.ClearCookiesAsync();
        await page.GetByTestId("step-save").ClickAsync();

        await Assertions.Expect(page.GetByTestId("signed-out")).ToContainTextAsync("You are signed out");
        var other = await page.Context.RunAndWaitForPageAsync(() => page.GetByTestId("signed-out").GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync());
        await fixture.SignInAsync(other);
        await page.GetByTestId("step-save").ClickAsync();

        await Assertions.Expect(page.GetByTestId("step-submit")).ToBeEnabledAsync();
        await Assertions.Expect(page.GetByTestId("signed-out")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByLabel("Priority, 0 to 100")).ToHaveValueAsync("61");

        // As it was before: another test wants to see a gateway without drafts.
        await page.GetByTestId("step-discard").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Discard draft" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("step-discard")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Document_SessionEnded_LeadsToSigningIn()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/policies");
        await fixture.SignInAsync(page);
        await Assertions.Expect(page.GetByTestId("new")).ToBeEnabledAsync();
        await page.Context.ClearCookiesAsync();

        await page.GoAsync("/policies/shipping-overdue");

        await Assertions.Expect(page.GetByTestId("signed-out").GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        var faults = await page.FaultsAsync("signed out");
        PageChecks.None(faults);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_BeforeAnythingCame_ReadWellInBothWidths(ColorScheme scheme)
    {
        var page = await fixture.PageAsync(scheme);
        var faults = new List<string>();
        await page.OpenAsync("/sign-in");
        faults.AddRange(await page.FaultsAsync("/sign-in"));
        await page.GetByLabel("Account").FillAsync("nobody");
        await page.GetByLabel("Password").FillAsync("guessed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
        faults.AddRange(await page.FaultsAsync("/sign-in, refused"));

        await fixture.SignInAsync(page);
        foreach (var path in new[] { "/codes", "/events", "/backtests", "/backtests/new", "/templates" })
        {
            await page.GoAsync(path);
            await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync();
            faults.AddRange(await page.FaultsAsync(path));
        }

        PageChecks.None(faults);
    }
}
