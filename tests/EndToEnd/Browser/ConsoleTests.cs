using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>The console in a real browser against a live stream.</summary>
public sealed class ConsoleTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static ILocator Row(IPage page, string customer) => page.Locator($"[data-testid=board-row][data-customer='{customer}']");

    private static async Task LiveAsync(IPage page) =>
        await Assertions.Expect(page.GetByTestId("connection-state")).ToContainTextAsync("live", new() { IgnoreCase = true });

    [Fact]
    public async Task Board_LowPointOpens_RowComesWithoutReload()
    {
        var page = await fixture.PageAsync();
        await page.GotoAsync("/");
        await LiveAsync(page);
        await Assertions.Expect(Row(page, "row-comes")).ToHaveCountAsync(0);

        await fixture.UnhappyAsync("row-comes", "Rosa Live");

        await Assertions.Expect(Row(page, "row-comes")).ToContainTextAsync("Rosa Live");
        await Assertions.Expect(Row(page, "row-comes")).ToContainTextAsync("Rated 1 of 5");
    }

    [Fact]
    public async Task Board_SeveralCustomers_HighestRiskFirst()
    {
        var page = await fixture.PageAsync();
        await fixture.UnhappyAsync("calm", "Carla Calm");
        await fixture.UnhappyAsync("angry", "Ana Angry");
        for (var call = 0; call < 3; call++)
        {
            await fixture.SendAsync("angry", "contact.phone", "\"attributes\":{\"order\":\"o-angry\"}");
        }

        await page.GotoAsync("/");

        await Assertions.Expect(Row(page, "angry")).ToBeVisibleAsync();
        var order = await page.GetByTestId("board-row").EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.customer)");
        Assert.True(Array.IndexOf(order, "angry") < Array.IndexOf(order, "calm"), string.Join(", ", order));
    }

    [Fact]
    public async Task Board_Search_KeepsTheMatchingRowAndTheAddress()
    {
        await fixture.UnhappyAsync("findme", "Filipa Findable");
        await fixture.UnhappyAsync("other", "Olga Other");
        var page = await fixture.PageAsync();
        await page.GotoAsync("/board?search=Findable");

        await Assertions.Expect(Row(page, "findme")).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, "other")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Board_RowOpened_ShowsTheCustomerWithCurveAndReasons()
    {
        await fixture.UnhappyAsync("opened", "Otto Opened");
        var page = await fixture.PageAsync();
        await page.GotoAsync("/");
        await Row(page, "opened").ClickAsync();

        await page.WaitForURLAsync("**/customers/opened**");
        await Assertions.Expect(page.GetByTestId("customer-curve")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("touchpoint-dot").First).ToBeAttachedAsync();
        await Assertions.Expect(page.GetByTestId("low-point").First).ToBeAttachedAsync();
        await Assertions.Expect(page.GetByText("Otto Opened").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Board_Keyboard_MovesAndOpens()
    {
        await fixture.UnhappyAsync("keys", "Kai Keys");
        var page = await fixture.PageAsync();
        await page.GotoAsync("/board?search=keys");
        await Assertions.Expect(Row(page, "keys")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/customers/keys**");
    }

    [Fact]
    public async Task Customer_TouchpointArrives_CurveGrowsWithoutReload()
    {
        await fixture.UnhappyAsync("grows", "Greta Grows");
        var page = await fixture.PageAsync();
        await page.GotoAsync("/customers/grows");
        await Assertions.Expect(page.GetByTestId("touchpoint-dot").First).ToBeAttachedAsync();
        var before = await page.GetByTestId("touchpoint-dot").CountAsync();

        await fixture.SendAsync("grows", "contact.phone", "\"attributes\":{\"order\":\"o-grows\"}");

        await Assertions.Expect(page.GetByTestId("touchpoint-dot")).ToHaveCountAsync(before + 1);
    }

    [Fact]
    public async Task Connection_GatewayGone_SaysSoAndComesBackByItself()
    {
        var page = await fixture.PageAsync();
        await page.GotoAsync("/");
        await LiveAsync(page);

        await fixture.Gateway.KillAsync();
        await Assertions.Expect(page.GetByTestId("connection-state")).Not.ToContainTextAsync("live", new() { IgnoreCase = true });
        await fixture.Gateway.StartAsync();

        await LiveAsync(page);
        await fixture.UnhappyAsync("after-restart", "Rita Return");
        await Assertions.Expect(Row(page, "after-restart")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/", ColorScheme.Light)]
    [InlineData("/", ColorScheme.Dark)]
    [InlineData("/customers/axe", ColorScheme.Light)]
    [InlineData("/customers/axe", ColorScheme.Dark)]
    [InlineData("/cases", ColorScheme.Light)]
    [InlineData("/cases", ColorScheme.Dark)]
    [InlineData("/ledger", ColorScheme.Light)]
    [InlineData("/ledger", ColorScheme.Dark)]
    [InlineData("/status", ColorScheme.Light)]
    [InlineData("/status", ColorScheme.Dark)]
    [InlineData("/policies", ColorScheme.Light)]
    [InlineData("/journeys", ColorScheme.Dark)]
    public async Task Page_Axe_FindsNothingSeriousOrCritical(string path, ColorScheme scheme)
    {
        await fixture.UnhappyAsync("axe", "Axel Axe");
        var page = await fixture.PageAsync(scheme);
        await page.GotoAsync(path);
        await LiveAsync(page);
        await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();

        var result = await page.RunAxe();

        var bad = result.Violations.Where(v => v.Impact is "serious" or "critical").ToList();
        Assert.True(bad.Count == 0, string.Join('\n', bad.Select(v => $"{v.Impact} {v.Id}: {v.Help}\n  {string.Join("\n  ", v.Nodes.Select(n => n.Html))}")));
    }
}
