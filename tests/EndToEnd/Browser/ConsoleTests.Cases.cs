using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

public sealed partial class ConsoleTests
{
    private static ILocator CaseOf(IPage page, string name) => page.GetByTestId("case-row").Filter(new() { HasText = name });

    private static async Task<ILocator> OpenCaseAsync(IPage page, string name)
    {
        await page.OpenAsync("/cases?view=open&queue=recovery");
        var row = CaseOf(page, name);
        await Assertions.Expect(row.GetByTestId("case-claim")).ToBeVisibleAsync();
        return row;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_Taken_StaysSelectedInItsPlaceWithTheKeyboard(bool byKey)
    {
        var (id, name) = byKey ? ("take-key", "Tilda Key") : ("take-click", "Tomas Click");
        await fixture.UnhappyAsync(id, name);
        var page = await fixture.SharedPageAsync();
        var row = await OpenCaseAsync(page, name);
        var place = await row.EvaluateAsync<int>("row => row.rowIndex");
        if (byKey)
        {
            for (var key = 0; key < place; key++)
            {
                await page.Keyboard.PressAsync("j");
            }

            await Assertions.Expect(row).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("t");
        }
        else
        {
            await row.GetByTestId("case-claim").ClickAsync();
        }

        await Assertions.Expect(row.GetByTestId("case-close")).ToBeVisibleAsync();
        await Assertions.Expect(byKey ? row : row.GetByTestId("case-close")).ToBeFocusedAsync();
        await Assertions.Expect(row).ToHaveClassAsync("selected");
        await Assertions.Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Waiting" })).ToHaveAttributeAsync("aria-selected", "true");

        // The list is read again every few seconds, and has it no more.
        await page.WaitForResponseAsync(r => r.Url.Contains("/v1/cases?", StringComparison.Ordinal));
        await page.WaitForResponseAsync(r => r.Url.Contains("/v1/cases?", StringComparison.Ordinal));
        await Assertions.Expect(row).ToHaveClassAsync("selected");
        Assert.Equal(place, await row.EvaluateAsync<int>("row => row.rowIndex"));
        Assert.EndsWith("/cases?view=open&queue=recovery", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_NoteTyped_SurvivesEscapeAndReloadAndGoesWhenSent()
    {
        await fixture.UnhappyAsync("note", "Nils Note");
        var page = await fixture.PageAsync();
        var row = await OpenCaseAsync(page, "Nils Note");
        await row.GetByTestId("case-claim").ClickAsync();
        await row.GetByTestId("case-close").ClickAsync();
        await page.Locator("#case-note").PressSequentiallyAsync("Call again on Monday");

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await row.GetByTestId("case-close").ClickAsync();
        await Assertions.Expect(page.Locator("#case-note")).ToHaveValueAsync("Call again on Monday");

        await page.GotoAsync("/cases?view=mine", new() { Timeout = PageChecks.LoadMaxMs });
        await row.GetByTestId("case-close").ClickAsync();
        await Assertions.Expect(page.Locator("#case-note")).ToHaveValueAsync("Call again on Monday");
        await Assertions.Expect(page.GetByTestId("kept")).ToContainTextAsync("Restored what you typed before");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close the case" }).ClickAsync();

        await Assertions.Expect(row).ToContainTextAsync("resolved");
        Assert.Equal("{}", await page.EvaluateAsync<string>("() => sessionStorage.getItem('cx.kept')"));
    }

    [Fact]
    public async Task Toast_Keys_UndoAndDismissAndGiveTheKeyboardBack()
    {
        await fixture.UnhappyAsync("undo", "Uma Undo");
        var page = await fixture.SharedPageAsync();
        var row = await OpenCaseAsync(page, "Uma Undo");
        await row.GetByTestId("case-claim").ClickAsync();
        await row.GetByTestId("case-close").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close the case" }).ClickAsync();
        var closed = page.GetByTestId("toast").Filter(new() { HasText = "The case is closed" });
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { Has = closed })).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("u");

        var undone = page.GetByTestId("toast").Filter(new() { HasText = "The case is yours again" });
        await Assertions.Expect(undone).ToBeVisibleAsync();
        await Assertions.Expect(closed).ToHaveCountAsync(0);
        await Assertions.Expect(row.GetByTestId("case-close")).ToBeVisibleAsync();

        // From where the keyboard is into the toast, and out of it with Esc.
        await row.GetByTestId("case-close").FocusAsync();
        await undone.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(undone).ToHaveCountAsync(0);
        await Assertions.Expect(row.GetByTestId("case-close")).ToBeFocusedAsync();
        Assert.Contains("/cases", page.Url, StringComparison.Ordinal);

        await row.GetByTestId("case-release").ClickAsync();
        await Assertions.Expect(page.GetByTestId("toast")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(row.GetByTestId("case-claim")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("x");
        await Assertions.Expect(page.GetByTestId("toast")).ToHaveCountAsync(0);
    }
}
