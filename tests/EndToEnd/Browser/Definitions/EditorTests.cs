using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>Documents written in the console.</summary>
public sealed class EditorTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    private const string Policy = "/policies/late-delivery-voucher";

    public void Dispose() => fixture.Ended(TestContext.Current.TestState);

    private async Task<IPage> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await fixture.SharedPageAsync(scheme);
        await page.OpenAsync(path);
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
        return page;
    }

    [Fact]
    public async Task Policy_FormAndText_EditTheSameDocument()
    {
        var page = await OpenAsync($"{Policy}?view=both");
        var text = page.Locator("#document-text");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Make up for it");
        await Assertions.Expect(text).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("name: Make up for it\n"));
        await Assertions.Expect(text).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("# The customer placed an order above 50 lately"));

        await text.FillAsync((await text.InputValueAsync()).Replace("expectation: delivery", "expectation: delivry", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator(".part .fault").First).ToContainTextAsync("did you mean 'delivery'");
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");

        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(page.GetByTestId("step-submit")).ToBeEnabledAsync();
        await Assertions.Expect(page.GetByTestId("dirty")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Policy_LeftWithUnsavedChanges_AsksFirst()
    {
        var page = await OpenAsync("/policies/failed-payment");
        await page.GetByLabel("Priority, 0 to 100").FillAsync("61");
        await Assertions.Expect(page.GetByTestId("dirty")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Cases" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Your changes are not saved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave without saving" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Cases");
    }

    [Fact]
    public async Task Policy_TriedOnACustomer_ShowsConditionsWithValues()
    {
        await fixture.UnhappyAsync("tried", "Tina Tried");
        var page = await OpenAsync($"{Policy}?pane=try");
        await page.Locator("#try-customer").FillAsync("tried");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tina Tried" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("try-answer")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".letter")).ToContainTextAsync("Hello Tina Tried");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Editor_Axe_FindsNothingSeriousOrCritical(ColorScheme scheme)
    {
        var page = await OpenAsync(Policy, scheme);
        var faults = new List<string>();
        foreach (var path in new[] { Policy, $"{Policy}?view=both", "/journeys/order" })
        {
            await page.GoAsync(path);
            await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
            faults.AddRange(await page.AxeFaultsAsync(path));
        }

        PageChecks.None(faults);
    }

    [Fact]
    public async Task Editor_AnyWidth_NeedsNoSidewaysScrolling()
    {
        var page = await OpenAsync(Policy);
        var faults = new List<string>();
        foreach (var path in new[] { Policy, $"{Policy}?view=text", $"{Policy}?pane=try", $"{Policy}?pane=versions", "/journeys/order", "/segments/loyal", "/settings", "/segments" })
        {
            await page.GoAsync(path);
            foreach (var width in new[] { 1440, 1024, PageChecks.NarrowPx })
            {
                await page.SetViewportSizeAsync(width, 800);
                faults.AddRange(await page.WidthFaultsAsync(path, width));
            }
        }

        PageChecks.None(faults);
    }
}
