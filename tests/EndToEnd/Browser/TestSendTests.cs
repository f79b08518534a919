using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>A draft that somebody sends to themselves before anybody else gets it.</summary>
public sealed class TestSendTests(FilledFixture fixture) : IClassFixture<FilledFixture>
{
    private static async Task PickAsync(IPage page, string customer, string name)
    {
        await page.Locator("#try-customer").FillAsync(customer);
        await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = $"{customer} is me" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Draft_SentToOneself_SaysWhatWentOutAndShowsAsATest()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync($"/policies/{FilledFixture.Draft}?pane=try");
        await PickAsync(page, "filled", "Fiona Filled");
        await Assertions.Expect(page.Locator(".letter").First).ToContainTextAsync("Hello Fiona Filled, ten euros off: ‹a code of their own›");
        await Assertions.Expect(page.Locator(".ticks").Last).ToContainTextAsync("✓ The pool spring-10 has a code left");
        await Assertions.Expect(page.GetByTestId("send-test")).ToBeDisabledAsync();
        await Assertions.Expect(page.GetByText("there are none so far")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "filled is me" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "filled (you)" })).ToBeCheckedAsync();

        // Whoever is not marked is not among those that a draft can go to.
        await PickAsync(page, "stranger", "Stan Stranger");
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new() { Name = "Test recipients" }).GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(1);

        await page.GetByTestId("send-test").ClickAsync();

        var notice = page.GetByTestId("test-sent");
        await Assertions.Expect(notice).ToContainTextAsync("Sent to filled");
        await Assertions.Expect(notice).ToContainTextAsync("Left out: the callback");
        await notice.GetByRole(AriaRole.Link, new() { Name = "See what became of it" }).ClickAsync();
        var row = page.GetByTestId("action-row").Filter(new() { HasText = "filled" });
        await Assertions.Expect(row.Locator(".chip").Filter(new() { HasText = "test" })).ToBeVisibleAsync();
        await Assertions.Expect(row).ToContainTextAsync("TEST-CODE");
    }
}
