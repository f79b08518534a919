using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>The console in a real browser against a live stream.</summary>
public sealed partial class ConsoleTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IDisposable
{
    public void Dispose() => fixture.Ended(TestContext.Current.TestState);

    private static async Task LiveAsync(IPage page) =>
        await Assertions.Expect(page.GetByTestId("connection-state")).ToContainTextAsync("live", new() { IgnoreCase = true });

    [Fact]
    public async Task Customer_TouchpointArrives_CurveGrowsWithoutReload()
    {
        await fixture.UnhappyAsync("grows", "Greta Grows");
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/customers/grows");
        await Assertions.Expect(page.GetByTestId("touchpoint-dot").First).ToBeAttachedAsync();
        var before = await page.GetByTestId("touchpoint-dot").CountAsync();

        await fixture.SendAsync("grows", "contact.phone", "\"attributes\":{\"order\":\"o-grows\"}");

        await Assertions.Expect(page.GetByTestId("touchpoint-dot")).ToHaveCountAsync(before + 1);
    }

    [Fact]
    public async Task Curve_Arrows_GoFromSignToSignAndTellAll()
    {
        await fixture.UnhappyAsync("curve", "Cora Curve");

        // The review ended the first order; this one is still to come.
        await fixture.SendAsync("curve", "order.placed", "\"attributes\":{\"order\":\"o-curve-2\",\"expectedBy\":\"2099-01-01\"}");
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/customers/curve");
        await Assertions.Expect(page.GetByTestId("expected").First).ToBeAttachedAsync();
        await page.Mouse.MoveAsync(0, 0);
        await page.Locator(".point[tabindex='0']").FocusAsync();

        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.GetByTestId("curve-tip")).ToContainTextAsync("Customer updated");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.GetByTestId("curve-tip")).ToContainTextAsync("Order placed");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.GetByTestId("curve-tip")).ToContainTextAsync("Expected: ");
    }

    [Fact]
    public async Task Dialog_Escape_ClosesItOnlyAndGivesTheKeyboardBack()
    {
        await fixture.UnhappyAsync("dialog", "Dora Dialog");
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/customers/dialog");
        await LiveAsync(page);
        await page.GetByTestId("palette").FocusAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("() => !!document.activeElement.closest('dialog')"));

        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTestId("palette")).ToBeFocusedAsync();
        Assert.EndsWith("/customers/dialog", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_AnyWidth_NeedsNoSidewaysScrolling()
    {
        await fixture.UnhappyAsync("narrow", "Nina Narrow");
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/");
        await LiveAsync(page);
        var faults = new List<string>();
        foreach (var path in new[] { "/board", "/customers/narrow", "/customers/narrow?tab=actions", "/cases", "/policies", "/journeys", "/actions", "/ledger", "/status" })
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

    [Fact]
    public async Task You_AnotherAccountChosen_IsWhoActs()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/policies");
        await Assertions.Expect(page.GetByTestId("you")).ToContainTextAsync("Owner");
        await page.GetByTestId("you").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByText("Roles:")).ToContainTextAsync("approver");
        Assert.Empty(await page.AxeFaultsAsync("you"));

        await dialog.GetByLabel("You act as").SelectOptionAsync("operator");

        await Assertions.Expect(page.GetByTestId("you")).ToContainTextAsync("operator", new() { Timeout = PageChecks.LoadMaxMs });
        await Assertions.Expect(page.GetByTestId("new")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Checks_PageWithFaults_FindThem()
    {
        var page = await fixture.PageAsync();
        await page.SetContentAsync("<html lang='en'><title>Faulty</title><main><h1>Faulty</h1><img src='x.png'><div style='width: 1300px'>wide</div></main></html>");

        var faults = await page.FaultsAsync("faulty");

        Assert.Contains(faults, f => f.Contains("image-alt", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains($"wider than {PageChecks.NarrowPx} px", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_Axe_FindsNothingSeriousOrCritical(ColorScheme scheme)
    {
        await fixture.UnhappyAsync("axe", "Axel Axe");
        var page = await fixture.SharedPageAsync(scheme);
        await page.OpenAsync("/");
        await LiveAsync(page);
        await Assertions.Expect(Row(page, "axe")).ToHaveCountAsync(1);
        var faults = new List<string>(await page.AxeFaultsAsync("/"));
        foreach (var key in new[] { "Control+k", "?" })
        {
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
            faults.AddRange(await page.AxeFaultsAsync(key));
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        }

        foreach (var path in new[]
            {
                "/board?search=nobody-like-this", "/customers/axe", "/customers/axe?tab=decisions", "/customers/axe?tab=actions", "/customers/axe?tab=cases", "/customers/never-seen",
                "/cases", "/policies", "/journeys", "/actions", "/ledger", "/status", "/no-such-page",
            })
        {
            await page.GoAsync(path);
            faults.AddRange(await page.AxeFaultsAsync(path));
        }

        PageChecks.None(faults);
    }
}
