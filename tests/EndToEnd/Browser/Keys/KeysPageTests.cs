using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Keys;

/// <summary>API keys, from the first one to its removal.</summary>
public sealed class KeysPageTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static ILocator Rows(IPage page) => page.GetByRole(AriaRole.Table, new() { Name = "API keys" }).Locator("tbody tr");

    private static async Task<string> CopyAsync(IPage page)
    {
        var secret = page.GetByTestId("secret");
        await Assertions.Expect(secret).ToBeVisibleAsync();
        var value = await secret.InputValueAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I have copied it" }).ClickAsync();
        await Assertions.Expect(secret).ToHaveCountAsync(0);
        return value;
    }

    [Fact]
    public async Task Keys_FromNothing_AreShownOnceRotatedAndRemoved()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/keys");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No API keys yet" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add key" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("shop");
        await page.GetByLabel("Sources, one per line").FillAsync("shop\nweb-*\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var first = await CopyAsync(page);

        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await Assertions.Expect(Rows(page)).ToContainTextAsync("web-*");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate shop" }).ClickAsync();
        var second = await CopyAsync(page);
        Assert.NotEqual(first, second);
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);

        await page.GetByRole(AriaRole.Button, new() { Name = $"Remove the secret {first.Split('_')[1]}" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByText("never", new() { Exact = true })).ToBeVisibleAsync();
        Assert.DoesNotContain(second.Split('_')[2], await page.ContentAsync(), StringComparison.Ordinal);
        PageChecks.None(await page.FaultsAsync("keys"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Add key" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("helper");
        await page.GetByLabel("For").SelectOptionAsync("an AI assistant");
        await page.GetByLabel("Draft, backtest and submit documents").CheckAsync();
        PageChecks.None(await page.FaultsAsync("keys"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await CopyAsync(page);
        var assistant = Rows(page).Filter(new() { HasText = "helper" });
        await Assertions.Expect(assistant).ToContainTextAsync("AI assistant");
        await Assertions.Expect(assistant).ToContainTextAsync("drafts");
        await Assertions.Expect(assistant).Not.ToContainTextAsync("personal data");
    }
}
