using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>The board of those at risk.</summary>
public sealed partial class ConsoleTests
{
    private static ILocator Row(IPage page, string customer) => page.Locator($"[data-testid=board-row][data-customer='{customer}']");

    [Fact]
    public async Task Board_LowPointOpens_RowComesWithoutReload()
    {
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/");
        await LiveAsync(page);
        await Assertions.Expect(Row(page, "row-comes")).ToHaveCountAsync(0);

        await fixture.UnhappyAsync("row-comes", "Rosa Live");

        await Assertions.Expect(Row(page, "row-comes")).ToContainTextAsync("Rosa Live");
        await Assertions.Expect(Row(page, "row-comes")).ToContainTextAsync("Rated 1 of 5");
    }

    [Fact]
    public async Task Board_SeveralCustomers_HighestRiskFirst()
    {
        var page = await fixture.SharedPageAsync();
        await fixture.UnhappyAsync("calm", "Carla Calm");
        await fixture.UnhappyAsync("angry", "Ana Angry");
        for (var call = 0; call < 3; call++)
        {
            await fixture.SendAsync("angry", "contact.phone", "\"attributes\":{\"order\":\"o-angry\"}");
        }

        await page.OpenAsync("/");

        await Assertions.Expect(Row(page, "angry")).ToBeVisibleAsync();
        var order = await page.GetByTestId("board-row").EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.customer)");
        Assert.True(Array.IndexOf(order, "angry") < Array.IndexOf(order, "calm"), string.Join(", ", order));
    }

    [Fact]
    public async Task Board_Search_KeepsTheMatchingRowAndTheAddress()
    {
        await fixture.UnhappyAsync("findme", "Filipa Findable");
        await fixture.UnhappyAsync("other", "Olga Other");
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/board?search=Findable");

        await Assertions.Expect(Row(page, "findme")).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, "other")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Board_RowOpened_ShowsTheCustomerWithCurveAndReasons()
    {
        await fixture.UnhappyAsync("opened", "Otto Opened");
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/");
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
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/board?search=keys");
        await Assertions.Expect(Row(page, "keys")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/customers/keys**");
    }

    [Fact]
    public async Task Connection_GatewayGone_SaysSoAndComesBackByItself()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/");
        await LiveAsync(page);

        await fixture.Gateway.KillAsync();
        await Assertions.Expect(page.GetByTestId("connection-state")).Not.ToContainTextAsync("live", new() { IgnoreCase = true });
        await fixture.Gateway.StartAsync();

        await LiveAsync(page);
        await fixture.UnhappyAsync("after-restart", "Rita Return");
        await Assertions.Expect(Row(page, "after-restart")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Board_LowPointOpens_SaysWhatAnsweredIt()
    {
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/");
        await LiveAsync(page);

        await fixture.UnhappyAsync("news", "Nora News");

        var news = page.GetByTestId("just-now");
        await Assertions.Expect(news).ToContainTextAsync("Nora News");
        await Assertions.Expect(news).ToContainTextAsync("Call after a bad review");
    }

    [Fact]
    public async Task Board_Paused_CountsWhatWaitsAndShowsItAfterwards()
    {
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/board?search=paused");
        await LiveAsync(page);
        await page.Keyboard.PressAsync("p");

        await fixture.UnhappyAsync("paused", "Pia Paused");

        await Assertions.Expect(page.GetByTestId("pause")).ToContainTextAsync("1 change waits");
        await Assertions.Expect(Row(page, "paused")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("p");
        await Assertions.Expect(Row(page, "paused")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Board_PointerOnTheRows_SaysWhoWaitsAndShowsThemAfterwards()
    {
        await fixture.UnhappyAsync("under-pointer", "Ulla Under");
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/");
        await LiveAsync(page);
        await Row(page, "under-pointer").HoverAsync();

        await fixture.UnhappyAsync("comes-later", "Lena Later");

        await Assertions.Expect(page.GetByTestId("coming")).ToContainTextAsync("1 more at risk");
        await Assertions.Expect(Row(page, "comes-later")).ToHaveCountAsync(0);
        await page.Mouse.MoveAsync(0, 0);
        await Assertions.Expect(Row(page, "comes-later")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("coming")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Case_TakenOnTheBoard_IsClosedOnTheCustomersPage()
    {
        await fixture.UnhappyAsync("worked", "Wanda Worked");
        var page = await fixture.SharedPageAsync();
        await page.OpenAsync("/board?search=worked");
        await Row(page, "worked").GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Assertions.Expect(Row(page, "worked")).ToContainTextAsync("with you");

        await Row(page, "worked").ClickAsync();
        await page.GetByTestId("case-close").First.ClickAsync();
        await page.Locator("#case-disposition").SelectOptionAsync("resolved");
        await page.Locator("#case-note").FillAsync("Sent a new one");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close the case" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The case is closed.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("case-close")).ToHaveCountAsync(0);
    }
}
