using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>Versions that come back and documents that go, in the console.</summary>
public sealed class EditorLifeTests(VersionsFixture fixture) : IClassFixture<VersionsFixture>
{
    private async Task<IPage> OpenAsync(string path)
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync(path);
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
        return page;
    }

    [Fact]
    public async Task Version_BroughtBack_IsInForceAsANewOne()
    {
        var page = await OpenAsync("/policies/comes-back?pane=versions");
        var text = page.GetByLabel("Text", new() { Exact = true });
        await Assertions.Expect(text).ToHaveValueAsync("second");
        var rows = page.GetByRole(AriaRole.Complementary, new() { Name = "Versions" }).GetByRole(AriaRole.Row);
        await Assertions.Expect(rows.Filter(new() { HasText = "● published" })).ToHaveCountAsync(1);
        var version = await rows.Last.Locator("td").First.InnerTextAsync();
        await rows.Last.GetByRole(AriaRole.Button, new() { Name = "Text" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = $"Text of version {version}" })).ToContainTextAsync("first");
        var before = await rows.CountAsync();

        await rows.Last.GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();

        await Assertions.Expect(rows).ToHaveCountAsync(before + 1);
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("● published");
        await Assertions.Expect(text).ToHaveValueAsync("first");
    }

    [Fact]
    public async Task Document_Retired_AsksOnceAndIsOutOfTheSet()
    {
        var page = await OpenAsync("/policies/goes");
        await page.GetByTestId("step-retire").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Retire “About goes”?");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByTestId("step-retire")).ToBeFocusedAsync();

        await page.GetByTestId("step-retire").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();

        await Assertions.Expect(page.Locator(".life")).ToContainTextAsync("retired");
        await Assertions.Expect(page.GetByTestId("step-retire")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Note).Filter(new() { HasText = "Retired" })).ToContainTextAsync("This is its last version");
        await Assertions.Expect(page.GetByTestId("step-save")).ToBeEnabledAsync();
        await page.OpenAsync("/policies?state=published");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "About comes-back" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "About goes" })).ToHaveCountAsync(0);
    }
}
