using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.TestSends;

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
        await page.GetByRole(AriaRole.Button, new() { Name = "filled is me" }).ClickAsync();
        await Assertions.Expect(page.GetByText("A colleague has to confirm filled")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("send-test")).ToBeDisabledAsync();

        // Nobody confirms their own mark.
        await page.GetByRole(AriaRole.Link, new() { Name = "Manage test recipients" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Confirm filled" })).ToBeDisabledAsync();
        await ActAsync(page, "approver");
        await page.OpenAsync("/test-recipients");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm filled" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("recipient-row").Filter(new() { HasText = "filled" })).ToContainTextAsync("✓ approver");
        PageChecks.None(await page.FaultsAsync("/test-recipients"));
        await ActAsync(page, "owner");
        await page.OpenAsync($"/policies/{FilledFixture.Draft}?pane=try");
        await PickAsync(page, "stranger", "Stan Stranger");

        // Customers that are not marked are not among those that a draft can go to.
        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "stranger" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "filled (you)" })).ToBeCheckedAsync();

        await page.GetByTestId("send-test").ClickAsync();

        var notice = page.GetByTestId("test-sent");
        await Assertions.Expect(notice).ToContainTextAsync("Sent to filled");
        await Assertions.Expect(notice).ToContainTextAsync("Left out: the callback");
        await notice.GetByRole(AriaRole.Link, new() { Name = "See what became of it" }).ClickAsync();
        var row = page.GetByTestId("action-row").Filter(new() { HasText = "filled" });
        await Assertions.Expect(row.Locator(".chip").Filter(new() { HasText = "test" })).ToBeVisibleAsync();
        await Assertions.Expect(row).ToContainTextAsync("TEST-CODE");

        // It leaves no trace in the customer.
        await page.GoAsync("/customers/filled?tab=actions");
        await Assertions.Expect(page.GetByTestId("action-row").Filter(new() { HasText = "TEST-CODE" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Fiona Filled");
    }

    [Fact]
    public async Task Recipients_NewTestCustomer_IsListedAndWaitsForAColleague()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/test-recipients");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add test customer" }).ClickAsync();
        await page.GetByLabel("Customer id").FillAsync("test-mara");
        await page.GetByLabel("Email").FillAsync("mara@example.org");
        PageChecks.None(await page.FaultsAsync("/test-recipients, adding"));
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();

        var row = page.GetByTestId("recipient-row").Filter(new() { HasText = "test-mara" });
        await Assertions.Expect(row).ToContainTextAsync("not confirmed");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByText("mara@example.org").First).ToBeVisibleAsync();
    }

    private static async Task ActAsync(IPage page, string account) => await page.EvaluateAsync(
        "account => fetch('/v1/me/switch', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({account})})", account);
}
