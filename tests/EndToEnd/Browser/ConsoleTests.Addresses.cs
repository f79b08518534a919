using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

public sealed partial class ConsoleTests
{
    private static async Task ReloadAsync(IPage page)
    {
        await page.ReloadAsync(new() { Timeout = PageChecks.LoadMaxMs });
        await page.LoadedAsync();
    }

    // Of each page: the filters that its address has, and the control that has to show each.
    public static TheoryData<string, string, string> Filtered { get; } = new()
    {
        { "/cases?view=mine&queue=nobody-waits-here", "select[aria-label=Queue]", "nobody-waits-here" },
        { "/cases?view=completed&queue=recovery", "select[aria-label=Queue]", "recovery" },
        { "/board?search=address&sort=value", "input[type=search]", "address" },
        { "/board?segment=gold", "select[aria-label=Segment]", "gold" },
        { "/actions?policy=bad-review&status=delivered", "select[aria-label=Status]", "delivered" },
        { "/actions?policy=bad-review&status=delivered", "select[aria-label=Policy]", "bad-review" },
        { "/actions?tests=true", "select[aria-label='Which actions']", "true" },
        { "/events?search=order", "input[type=search]", "order" },
        { "/policies?state=published&search=review", "select[aria-label=State]", "published" },
        { "/policies?state=published&search=review", "input[type=search]", "review" },
        { "/segments?search=loyal", "input[type=search]", "loyal" },
        { "/codes?pool=kept-10&state=given", "select[id='state-kept-10']", "given" },
    };

    [Theory]
    [MemberData(nameof(Filtered))]
    public async Task Address_OfAFilteredPage_RestoresTheFilter(string address, string control, string value)
    {
        await fixture.UnhappyAsync("address", "Adam Address");
        await fixture.AddCodesAsync("kept-10", "KEPT-A");
        var page = await fixture.SharedPageAsync();

        await page.OpenAsync(address);

        await Assertions.Expect(page.Locator(control)).ToHaveValueAsync(value);
    }

    [Fact]
    public async Task Address_FilterChosen_IsThereAfterAReloadAndTheWayBack()
    {
        await fixture.UnhappyAsync("chosen", "Cleo Chosen");
        var page = await fixture.PageAsync();
        await page.OpenAsync("/events");
        await page.GetByLabel("Search types and attributes").FillAsync("review");
        await page.GetByRole(AriaRole.Button, new() { Name = "review.submitted" }).ClickAsync();
        await ReloadAsync(page);
        await Assertions.Expect(page.GetByLabel("Search types and attributes")).ToHaveValueAsync("review");
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attributes of review.submitted" })).ToBeVisibleAsync();

        await page.GoAsync("/cases");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Closed" }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Waiting" }).ClickAsync();
        var row = CaseOf(page, "Cleo Chosen");
        await Assertions.Expect(row).ToBeVisibleAsync();
        var place = await row.EvaluateAsync<int>("row => row.rowIndex");
        for (var key = 0; key < place; key++)
        {
            await page.Keyboard.PressAsync("j");
        }

        await Assertions.Expect(row).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/customers/chosen?tab=cases");
        await page.GoBackAsync();
        await Assertions.Expect(row).ToBeFocusedAsync();
        await Assertions.Expect(row).ToHaveClassAsync("selected");
    }
}
