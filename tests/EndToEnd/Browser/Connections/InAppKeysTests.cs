using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Connections;

/// <summary>Signing keys of in-app messages, on the page of an in-app connection.</summary>
public sealed class InAppKeysTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static async Task OpenAsync(IPage page)
    {
        await page.OpenAsync("/connections/app-inbox?name=App%20inbox&from=0&pane=state");
        await page.GetByLabel("Provider", new() { Exact = true }).SelectOptionAsync("in-app");
        await Assertions.Expect(Keys(page)).ToBeVisibleAsync();

        // What only the provider before had is gone: the form has no field for it any more.
        await Assertions.Expect(page.GetByText("has no setting")).ToHaveCountAsync(0);
    }

    private static ILocator Keys(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Signing keys" });

    private static ILocator Rows(IPage page) => Keys(page).GetByRole(AriaRole.Table).Locator("tbody tr");

    private static async Task CreateAsync(IPage page, string name)
    {
        await Keys(page).GetByLabel("Name of the new key").FillAsync(name);
        await page.ConfirmAsync("add-in-app-key");
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Key_Created_IsShownOnceCopiedAndRemoved(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await OpenAsync(page);
        await Assertions.Expect(Keys(page)).ToContainTextAsync("No signing keys yet");

        var name = $"shop-app-{width}";
        await CreateAsync(page, name);
        var secret = await page.GetByTestId("in-app-secret").InputValueAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("It is not shown again");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Copied");
        Assert.Equal(secret, await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        await page.ConfirmAsync("in-app-secret-copied");

        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await Assertions.Expect(Rows(page)).ToContainTextAsync(name);
        await Assertions.Expect(Rows(page)).ToContainTextAsync("by ");
        await Assertions.Expect(Keys(page).GetByLabel("Name of the new key")).ToHaveValueAsync("");
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = $"Remove {name}" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("show no in-app messages until your servers sign with another key. It is the only key.");
        await page.ConfirmAsync("remove-in-app-key");
        await page.ToastAsync($"Removed the signing key {name}");
        await Assertions.Expect(Keys(page)).ToContainTextAsync("No signing keys yet");
    }

    [Fact]
    public async Task Key_WithANameThatIsTaken_SaysWhyAndKeepsTheName()
    {
        var page = await fixture.PageAsync();
        await OpenAsync(page);
        await CreateAsync(page, "twice");
        await page.ConfirmAsync("in-app-secret-copied");
        await CreateAsync(page, "twice");
        await Assertions.Expect(Keys(page).GetByRole(AriaRole.Alert)).ToContainTextAsync("A key is named twice");
        await Assertions.Expect(Keys(page).GetByLabel("Name of the new key")).ToHaveValueAsync("twice");
        PageChecks.None(await page.FaultsAsync("signing keys"));

        await CreateAsync(page, "not a name");
        await Assertions.Expect(Keys(page).GetByRole(AriaRole.Alert)).ToContainTextAsync("letters, digits and -_. in it");

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove twice" }).ClickAsync();
        await page.ConfirmAsync("remove-in-app-key");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Connection_OfAnotherProvider_HasNoSigningKeys()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/connections/shop-mail?name=Shop%20mail&from=0&pane=state");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Secrets" })).ToBeVisibleAsync();
        await Assertions.Expect(Keys(page)).ToHaveCountAsync(0);
    }
}
