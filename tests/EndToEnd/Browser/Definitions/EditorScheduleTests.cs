using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>Policies that a schedule triggers, and offers with codes, written in the console.</summary>
public sealed class EditorScheduleTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static ILocator Text(IPage page) => page.Locator("#document-text");

    private static Task NoErrorsAsync(IPage page) => Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");

    private async Task<IPage> BeginAsync(string name)
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/policies");
        await page.GetByTestId("new").ClickAsync();
        await page.Locator("#new-name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await NoErrorsAsync(page);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Both" }).ClickAsync();
        return page;
    }

    [Fact]
    public async Task Schedule_WithDays_StandsInTheTextAndCanBeUndone()
    {
        var page = await BeginAsync("Monday mail");
        await page.GetByLabel("What happens").SelectOptionAsync(new SelectOptionValue { Label = "A time comes" });
        await page.GetByLabel("Segment", new() { Exact = true }).SelectOptionAsync("loyal");
        await page.GetByLabel("At", new() { Exact = true }).FillAsync("09:00");
        await page.GetByLabel("On", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "days of the week" });
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Wednesday" }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Friday" }).CheckAsync();

        await Assertions.Expect(Text(page)).ToHaveValueAsync(new Regex("schedule: \\{segment: loyal, at: \"09:00\", weekdays: \\[monday, wednesday, friday\\]\\}"));
        await NoErrorsAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Friday" })).Not.ToBeCheckedAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Wednesday" })).ToBeCheckedAsync();
        await Assertions.Expect(Text(page)).Not.ToHaveValueAsync(new Regex("friday"));
    }

    [Fact]
    public async Task Schedule_AtNoTimeOfDay_SaysSoBesideTheField()
    {
        var page = await BeginAsync("Noon mail");
        await page.GetByLabel("What happens").SelectOptionAsync("schedule");
        var at = page.GetByLabel("At", new() { Exact = true });
        await at.FillAsync("noon");
        await at.BlurAsync();

        await Assertions.Expect(at).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator(".field").Filter(new() { Has = at }).Locator(".fault")).ToBeVisibleAsync();
        Assert.NotEmpty(await page.EvaluateAsync<string>("() => { const at = document.activeElement.closest('body').querySelector('[aria-invalid=true]'); return document.getElementById(at.getAttribute('aria-describedby'))?.textContent ?? ''; }"));

        await at.FillAsync("12:00");
        await at.BlurAsync();
        await NoErrorsAsync(page);
    }

    [Fact]
    public async Task Offer_WithCodes_SaysHowManyAreLeftAndTakesTheCodeIntoItsText()
    {
        await fixture.AddCodesAsync("spring-10", "SPRING-A", "SPRING-B", "SPRING-C");
        var page = await BeginAsync("Spring voucher");
        await page.GetByLabel("Add: Actions").SelectOptionAsync("offer");
        var offer = page.GetByRole(AriaRole.Group, new() { Name = "Actions", Exact = true }).Locator(".part").Filter(new() { HasText = "Make an offer" });
        var pool = offer.GetByLabel("Codes from the pool");
        await pool.FillAsync("autumn");
        await pool.BlurAsync();
        await Assertions.Expect(offer).ToContainTextAsync("There is no such pool yet");
        await pool.FillAsync("spring-10");
        await pool.BlurAsync();
        await Assertions.Expect(offer).ToContainTextAsync("3 of 3 codes left");

        await offer.GetByLabel("Text", new() { Exact = true }).FillAsync("Ten euros off:");
        await offer.GetByRole(AriaRole.Button, new() { Name = "the code" }).ClickAsync();

        await Assertions.Expect(offer.GetByLabel("Text", new() { Exact = true })).ToHaveValueAsync("Ten euros off: {offer.code}");
        await Assertions.Expect(Text(page)).ToHaveValueAsync(new Regex("codes: spring-10[\\s\\S]*Ten euros off: \\{offer\\.code\\}"));
        await NoErrorsAsync(page);
    }
}
