using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>A policy's way from nothing to a customer, as two people go it in the console.</summary>
public sealed class PolicyStoryTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Id = "answer-complaints";

    [Fact]
    public async Task Policy_FromNothing_IsTriedApprovedPublishedAndActs()
    {
        var page = await fixture.PageAsync();

        // Somebody complained before there was a policy: what it would have done is known from that.
        await ComplainAsync("before");
        await WriteAsync(page);
        await TryAsync(page);
        await PublishAsync(page);
        await ActAsync(page);
    }

    private async Task ComplainAsync(string customer)
    {
        await fixture.SendAsync(customer, "customer.updated", $"\"attributes\":{{\"name\":\"Cora {customer}\",\"consent\":{{\"email\":true}}}}");
        await fixture.SendAsync(customer, "complaint.made", "\"attributes\":{\"about\":\"parcel\"}");
    }

    private static async Task WriteAsync(IPage page)
    {
        await page.OpenAsync("/policies");
        await page.GetByTestId("new").ClickAsync();
        await page.Locator("#new-name").FillAsync("Answer complaints");
        await Assertions.Expect(page.Locator("#new-id")).ToHaveValueAsync(Id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();

        var type = page.GetByLabel("Type of touchpoint").First;
        await type.FillAsync("complaint.made");
        await type.BlurAsync();
        var text = page.GetByLabel("Text", new() { Exact = true }).First;
        await text.FillAsync("Hello {customer.name|there}, we look into it today.");
        await text.BlurAsync();
    }

    private static async Task TryAsync(IPage page)
    {
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors", new() { IgnoreCase = true });
        await page.GetByTestId("step-save").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Backtest", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Assertions.Expect(page.Locator(".headline")).ToContainTextAsync("1 customer would have been reached");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "before" })).ToBeVisibleAsync();
    }

    private static async Task PublishAsync(IPage page)
    {
        await page.OpenAsync($"/policies/{Id}");
        await page.GetByTestId("step-submit").ClickAsync();
        await page.GetByLabel("you act as").SelectOptionAsync("approver");
        await page.GetByTestId("step-approve").ClickAsync();
        await page.Locator(".sheet button[type=submit]").ClickAsync();
        await page.GetByTestId("step-publish").ClickAsync();
        await Assertions.Expect(page.Locator(".life")).ToContainTextAsync("version");
    }

    private async Task ActAsync(IPage page)
    {
        await ComplainAsync("after");
        await page.OpenAsync("/customers/after?tab=decisions");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Decisions" })).ToContainTextAsync("Answer complaints");
        await page.GetByLabel("Why did a policy act, or not?").SelectOptionAsync(Id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice[role=status]")).ToContainTextAsync("It acted on");
    }
}
